-- One row per span that supports a value.
create or replace table main.evidence as
select r.engagement_id, e.report_id, p.release_id, e.element, e.field, e.span_no, e.quote, e.part, e.start_no, e.end_no, e.rule, e.basis, e.confidence
from core.evidence e join core.engagement_report r using (report_id) join core.report p using (report_id)
order by all;
comment on table main.evidence is 'The words of the release behind each value';
comment on column main.evidence.engagement_id is 'The engagement';
comment on column main.evidence.report_id is 'The report';
comment on column main.evidence.release_id is 'The release whose words they are';
comment on column main.evidence.element is 'report, party/<code>, participant/<name>, topic/<key>, outcome/<place> or reference/<place>';
comment on column main.evidence.field is 'The field of the element';
comment on column main.evidence.span_no is 'Place among the spans of that field';
comment on column main.evidence.quote is 'The words, verbatim';
comment on column main.evidence.part is 'body, title or metadata of the release';
comment on column main.evidence.start_no is 'First code point in that text';
comment on column main.evidence.end_no is 'Code point after the last';
comment on column main.evidence.rule is 'The rule that read them';
comment on column main.evidence.basis is 'stated, derived or context';
comment on column main.evidence.confidence is 'How far the rule is to be believed';
