-- Who took part in an engagement.
select * from main.participants where engagement_id = $id order by participant_no, name
