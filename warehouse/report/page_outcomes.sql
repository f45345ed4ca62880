-- What came of an engagement.
select kind, actor, verb, content, due_text, due_on, report_id from main.outcomes where engagement_id = $id order by report_id, outcome_no
