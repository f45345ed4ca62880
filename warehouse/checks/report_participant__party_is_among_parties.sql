-- severity: error. Who takes part makes their state a party.
select a.report_id, a.name, a.party from core.report_participant a anti join core.report_party b on a.report_id = b.report_id and a.party = b.party where a.party is not null
