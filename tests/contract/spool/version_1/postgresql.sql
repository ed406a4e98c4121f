CREATE TABLE public.cursors (
    mailbox text NOT NULL,
    folder text NOT NULL,
    uidvalidity bigint NOT NULL,
    last_uid bigint NOT NULL,
    fresh_from bigint NOT NULL,
    since bigint NOT NULL
);
CREATE TABLE public.events (
    id bigint NOT NULL,
    item bigint NOT NULL,
    at bigint NOT NULL,
    name text NOT NULL,
    details json NOT NULL
);
CREATE SEQUENCE public.events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.events_id_seq OWNED BY public.events.id;
CREATE TABLE public.ignored (
    contact text NOT NULL,
    at bigint NOT NULL
);
CREATE TABLE public.items (
    id bigint NOT NULL,
    key text NOT NULL,
    identity text NOT NULL,
    message_id text NOT NULL,
    assigned text NOT NULL,
    door text NOT NULL,
    sender text NOT NULL,
    recipients json NOT NULL,
    peer text NOT NULL,
    login text NOT NULL,
    received_at bigint NOT NULL,
    size integer NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    not_before bigint NOT NULL,
    attempts integer NOT NULL,
    deaths integer NOT NULL,
    owner text NOT NULL,
    claim integer NOT NULL,
    lease_until bigint NOT NULL,
    turn text NOT NULL,
    settled_at bigint,
    has_original boolean NOT NULL,
    subject text NOT NULL,
    direction text NOT NULL,
    contact text NOT NULL,
    rule text NOT NULL,
    person text NOT NULL,
    plan json
);
CREATE SEQUENCE public.items_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.items_id_seq OWNED BY public.items.id;
CREATE TABLE public.likenesses (
    item bigint NOT NULL,
    digest text NOT NULL,
    written_at bigint
);
CREATE TABLE public.mailbox_mails (
    mailbox text NOT NULL,
    folder text NOT NULL,
    uidvalidity bigint NOT NULL,
    uid bigint NOT NULL,
    item bigint
);
CREATE TABLE public.meta (
    name text NOT NULL,
    value text NOT NULL
);
CREATE TABLE public.originals (
    item bigint NOT NULL,
    raw bytea NOT NULL
);
CREATE TABLE public.outbox (
    id bigint NOT NULL,
    recipient text NOT NULL,
    raw bytea NOT NULL,
    made_at bigint NOT NULL,
    not_before bigint NOT NULL,
    attempts integer NOT NULL,
    sent_at bigint
);
CREATE SEQUENCE public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.outbox_id_seq OWNED BY public.outbox.id;
CREATE TABLE public.writes (
    id bigint NOT NULL,
    item bigint NOT NULL,
    "position" integer NOT NULL,
    kind text NOT NULL,
    rule text NOT NULL,
    contact text NOT NULL,
    data json NOT NULL,
    marker text NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL,
    sent_at bigint,
    before integer,
    looks integer NOT NULL,
    looked_at bigint,
    lost integer NOT NULL,
    said text NOT NULL
);
CREATE SEQUENCE public.writes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.writes_id_seq OWNED BY public.writes.id;
ALTER TABLE ONLY public.events ALTER COLUMN id SET DEFAULT nextval('public.events_id_seq'::regclass);
ALTER TABLE ONLY public.items ALTER COLUMN id SET DEFAULT nextval('public.items_id_seq'::regclass);
ALTER TABLE ONLY public.outbox ALTER COLUMN id SET DEFAULT nextval('public.outbox_id_seq'::regclass);
ALTER TABLE ONLY public.writes ALTER COLUMN id SET DEFAULT nextval('public.writes_id_seq'::regclass);
INSERT INTO public.cursors VALUES ('sales', 'INBOX', 7, 12, 1, 1772442009000);
INSERT INTO public.events VALUES (1, 1, 1772442000000, 'accepted', '{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 164}');
INSERT INTO public.events VALUES (2, 1, 1772442000000, 'planned', '{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": "message person"}');
INSERT INTO public.events VALUES (3, 1, 1772442001000, 'sending', '{"kind": "message", "marker": "mbdone0", "attempt": 1}');
INSERT INTO public.events VALUES (4, 1, 1772442001000, 'answered', '{"kind": "message", "state": "written", "said": "Success"}');
INSERT INTO public.events VALUES (5, 1, 1772442001000, 'sending', '{"kind": "person", "marker": "mbdone1", "attempt": 1}');
INSERT INTO public.events VALUES (6, 1, 1772442001000, 'answered', '{"kind": "person", "state": "written", "said": "Success"}');
INSERT INTO public.events VALUES (7, 1, 1772442001000, 'settled', '{"state": "done", "reason": "written: message, person"}');
INSERT INTO public.events VALUES (8, 2, 1772442001000, 'accepted', '{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 170}');
INSERT INTO public.events VALUES (9, 2, 1772442001000, 'planned', '{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": ""}');
INSERT INTO public.events VALUES (10, 2, 1772442002000, 'settled', '{"state": "skipped", "reason": "automatic mail"}');
INSERT INTO public.events VALUES (13, 3, 1772442003000, 'settled', '{"state": "skipped", "reason": "never logged"}');
INSERT INTO public.events VALUES (14, 4, 1772442003000, 'accepted', '{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 168}');
INSERT INTO public.events VALUES (15, 4, 1772442003000, 'planned', '{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": "message"}');
INSERT INTO public.events VALUES (16, 4, 1772442004000, 'settled', '{"state": "review", "reason": "who is it?"}');
INSERT INTO public.events VALUES (17, 5, 1772442004000, 'accepted', '{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 168}');
INSERT INTO public.events VALUES (18, 5, 1772442004000, 'planned', '{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": "message"}');
INSERT INTO public.events VALUES (19, 5, 1772442005000, 'sending', '{"kind": "message", "marker": "mbfailed0", "attempt": 1}');
INSERT INTO public.events VALUES (20, 5, 1772442005000, 'answered', '{"kind": "message", "state": "refused", "said": "Error: no title"}');
INSERT INTO public.events VALUES (21, 5, 1772442005000, 'settled', '{"state": "failed", "reason": "Heap refused the message: no title"}');
INSERT INTO public.events VALUES (22, 6, 1772442005000, 'accepted', '{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 170}');
INSERT INTO public.events VALUES (23, 6, 1772442005000, 'planned', '{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": ""}');
INSERT INTO public.events VALUES (24, 6, 1772442006000, 'settled', '{"state": "review", "reason": "who?"}');
INSERT INTO public.events VALUES (25, 6, 1772442006000, 'by-hand', '{"act": "ignore always", "by": "ben@example.com", "reason": "advertising"}');
INSERT INTO public.events VALUES (26, 7, 1772442006000, 'accepted', '{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 170}');
INSERT INTO public.events VALUES (27, 7, 1772442006000, 'planned', '{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": "message"}');
INSERT INTO public.events VALUES (28, 7, 1772442007000, 'sending', '{"kind": "message", "marker": "mbunknown0", "attempt": 1}');
INSERT INTO public.events VALUES (29, 7, 1772442007000, 'answered', '{"kind": "message", "state": "unknown", "said": "no answer"}');
INSERT INTO public.events VALUES (30, 7, 1772442007000, 'looked-up', '{"kind": "message", "found": "nothing"}');
INSERT INTO public.events VALUES (31, 7, 1772442007000, 'put-back', '{"wait": 60, "reason": "is looked up"}');
INSERT INTO public.events VALUES (32, 8, 1772442007000, 'accepted', '{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 164}');
INSERT INTO public.events VALUES (33, 8, 1772442007000, 'planned', '{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": "message"}');
INSERT INTO public.events VALUES (34, 8, 1772442008000, 'sending', '{"kind": "message", "marker": "mblost0", "attempt": 1}');
INSERT INTO public.events VALUES (35, 8, 1772442008000, 'answered', '{"kind": "message", "state": "unknown", "said": "no answer"}');
INSERT INTO public.events VALUES (36, 8, 1772442008000, 'looked-up', '{"kind": "message", "found": "nothing, twice"}');
INSERT INTO public.events VALUES (37, 8, 1772442008000, 'put-back', '{"wait": 60, "reason": "may be sent again"}');
INSERT INTO public.events VALUES (38, 9, 1772442008000, 'accepted', '{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 170}');
INSERT INTO public.events VALUES (39, 9, 1772442008000, 'planned', '{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": "message"}');
INSERT INTO public.events VALUES (40, 9, 1772442009000, 'sending', '{"kind": "message", "marker": "mbsending0", "attempt": 1}');
INSERT INTO public.events VALUES (41, 10, 1772442009000, 'accepted', '{"door": "imap sales", "from": "<>", "to": "crm@bridge.example.com", "bytes": 170}');
INSERT INTO public.events VALUES (42, 11, 1772442009000, 'accepted', '{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 170}');
INSERT INTO public.ignored VALUES ('jane@acme.test', 1772442006000);
INSERT INTO public.items VALUES (4, '0a4b7c7691c8c5df7441b41e17ef12201f6c50d76f8440f48c2aaccb730297f7', '60196fa1b7f5255ba7c8c02de49c80ff532cc500026d52bc6856849048569731', 'review@acme.test', '', 'smtp', 'jane@acme.test', '["crm@bridge.example.com"]', '192.0.2.7', '', 1772442003000, 168, 'review', 'who is it?', 0, 0, 0, '', 1, 0, '', 1772442004000, true, 'review', 'received', 'jane@acme.test', '', 'not-asked', '{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO public.items VALUES (3, 'e390569514c089972121c6da4f9200007be53e896aedfb67ebc96be88fca441a', '8b29ddc695e66cab8892e62ec40322769fcf4624f0fcfa6c63e5576f2dd0fd1f', 'forgotten@acme.test', '', 'smtp', '', '[]', '192.0.2.7', '', 1772442002000, 174, 'skipped', 'never logged', 0, 0, 0, '', 1, 0, '', 1772442003000, false, 'forgotten', 'received', 'jane@acme.test', '', 'not-asked', '{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO public.items VALUES (1, '602fb6515b87072f60d97437aef791d21277a738e7bfbe2df6308328f6aea57b', '516305a1fc3df1c6bd0183e74311902f5d5ae659e683a71e0c08c30ee609dba8', 'done@acme.test', '', 'smtp', 'jane@acme.test', '["crm@bridge.example.com"]', '192.0.2.7', '', 1772442000000, 164, 'done', 'written: message, person', 0, 0, 0, '', 1, 0, '', 1772442001000, true, 'done', 'received', 'jane@acme.test', '', 'not-asked', '{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO public.items VALUES (2, '719779d690b7a1f078e764bb60ba1f41c4ec94c34ff0fc094177aa5660ee2bed', 'eb776c0158d07d601440fc272c7168655defa7cab02ad42341526918d0a4b30f', 'skipped@acme.test', '', 'smtp', 'jane@acme.test', '["crm@bridge.example.com"]', '192.0.2.7', '', 1772442001000, 170, 'skipped', 'automatic mail', 0, 0, 0, '', 1, 0, '', 1772442002000, true, 'skipped', 'received', 'jane@acme.test', '', 'not-asked', '{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO public.items VALUES (5, '9b267131e47c5bbaf93b9c605c5cca3646abf81354de3ae37ce8c7ffae906e48', '6215b954188d58283cfa25714cecbef529530c41b8299d2b8ec80df8ff4ba538', 'failed@acme.test', '', 'smtp', 'jane@acme.test', '["crm@bridge.example.com"]', '192.0.2.7', '', 1772442004000, 168, 'failed', 'Heap refused the message: no title', 0, 0, 0, '', 1, 0, '', 1772442005000, true, 'failed', 'received', 'jane@acme.test', '', 'not-asked', '{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO public.items VALUES (6, '3d1d5e25d103cb920286efd37002198d5253a976a8f4d77206c8a9125ff32602', 'f2d5f44a858e8af13e3e029ed8e7acdbbfb335f3217ee2cac8048c4ffc5f8212', 'ignored@acme.test', '', 'smtp', 'jane@acme.test', '["crm@bridge.example.com"]', '192.0.2.7', '', 1772442005000, 170, 'skipped', 'advertising', 1772442006000, 0, 0, '', 1, 0, '', 1772442006000, true, 'ignored', 'received', 'jane@acme.test', '', 'not-asked', '{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO public.items VALUES (7, '35a5461547c6761ffde2a836b70c226349c6d1bf3eb7536dbd0220226a3fba1f', '7bed6cfd04f79cd45b8d136428743819a8fee4ff3d9456d2ce2271dfba7c61f8', 'unknown@acme.test', '', 'smtp', 'jane@acme.test', '["crm@bridge.example.com"]', '192.0.2.7', '', 1772442006000, 170, 'waiting', 'is looked up', 1772442067000, 1, 0, '', 1, 0, '', NULL, true, 'unknown', 'received', 'jane@acme.test', '', 'not-asked', '{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO public.items VALUES (9, 'c3aa92b30aad2ed6ff83d8bd5579856ee6d6d4a4ef43be7e86dfcb75f84ec89a', '4c7a86b058d8a006ac6a4d635daac54c6475248afa3f8ae44d4bc5e084570600', 'sending@acme.test', '', 'smtp', 'jane@acme.test', '["crm@bridge.example.com"]', '192.0.2.7', '', 1772442008000, 170, 'claimed', '', 0, 0, 0, 'worker-a', 1, 1772442129000, '', NULL, true, 'sending', 'received', 'jane@acme.test', '', 'not-asked', '{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO public.items VALUES (8, '4cd3ac1efd3bb21bdb40de16b0f67446a2a92e3d78f868c3507ae457790dd9aa', '24739889e1365d0b6a37a600ae07d192beed759601693ea90be151d2ce7f35e7', 'lost@acme.test', '', 'smtp', 'jane@acme.test', '["crm@bridge.example.com"]', '192.0.2.7', '', 1772442007000, 164, 'waiting', 'may be sent again', 1772442068000, 1, 0, '', 1, 0, '', NULL, true, 'lost', 'received', 'jane@acme.test', '', 'not-asked', '{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO public.items VALUES (10, '4b70a667c71b295e5dbc01f65eb4099c5fdb7adb282a90fd292b46f8e43fedfb', '5bcf670f44bed45d69966360b1fab887d13928b2e92e7c5d2d33ca6b3cd23b40', '', '', 'imap sales', '', '["crm@bridge.example.com"]', '192.0.2.7', '', 1772442009000, 170, 'waiting', '', 1772442009000, 0, 0, '', 0, 0, '', NULL, true, '', '', '', '', '', NULL);
INSERT INTO public.items VALUES (11, 'd2964a77dd1dc62c56b06c59886127fd0b27d0b73380d2ef9c5983fa05ae36e6', '512ed70571fa4bf1a9668658215fa8e3cfc0bc5f0a380b48a17007fd4fd49a53', '', '', 'smtp', 'jane@acme.test', '["crm@bridge.example.com"]', '192.0.2.7', '', 1772442009000, 170, 'waiting', '', 0, 0, 0, '', 0, 0, '', NULL, true, '', '', '', '', '', NULL);
INSERT INTO public.likenesses VALUES (1, '0000000000000000000000000000000000000000000000000000000000000000', 1772442000000);
INSERT INTO public.mailbox_mails VALUES ('sales', 'INBOX', 7, 11, 10);
INSERT INTO public.mailbox_mails VALUES ('sales', 'INBOX', 7, 12, NULL);
INSERT INTO public.meta VALUES ('version', '1');
INSERT INTO public.meta VALUES ('marker_secret', '5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e');
INSERT INTO public.originals VALUES (1, '\x46726f6d3a204a616e6520446f65203c6a616e654061636d652e746573743e0d0a546f3a2063726d406272696467652e6578616d706c652e636f6d0d0a5375626a6563743a20646f6e650d0a4d6573736167652d49443a203c646f6e654061636d652e746573743e0d0a446174653a204d6f6e2c203032204d617220323032362030383a35393a3030202b303030300d0a0d0a506c656173652063616c6c206d652e0d0a');
INSERT INTO public.originals VALUES (2, '\x46726f6d3a204a616e6520446f65203c6a616e654061636d652e746573743e0d0a546f3a2063726d406272696467652e6578616d706c652e636f6d0d0a5375626a6563743a20736b69707065640d0a4d6573736167652d49443a203c736b69707065644061636d652e746573743e0d0a446174653a204d6f6e2c203032204d617220323032362030383a35393a3030202b303030300d0a0d0a506c656173652063616c6c206d652e0d0a');
INSERT INTO public.originals VALUES (4, '\x46726f6d3a204a616e6520446f65203c6a616e654061636d652e746573743e0d0a546f3a2063726d406272696467652e6578616d706c652e636f6d0d0a5375626a6563743a207265766965770d0a4d6573736167652d49443a203c7265766965774061636d652e746573743e0d0a446174653a204d6f6e2c203032204d617220323032362030383a35393a3030202b303030300d0a0d0a506c656173652063616c6c206d652e0d0a');
INSERT INTO public.originals VALUES (5, '\x46726f6d3a204a616e6520446f65203c6a616e654061636d652e746573743e0d0a546f3a2063726d406272696467652e6578616d706c652e636f6d0d0a5375626a6563743a206661696c65640d0a4d6573736167652d49443a203c6661696c65644061636d652e746573743e0d0a446174653a204d6f6e2c203032204d617220323032362030383a35393a3030202b303030300d0a0d0a506c656173652063616c6c206d652e0d0a');
INSERT INTO public.originals VALUES (6, '\x46726f6d3a204a616e6520446f65203c6a616e654061636d652e746573743e0d0a546f3a2063726d406272696467652e6578616d706c652e636f6d0d0a5375626a6563743a2069676e6f7265640d0a4d6573736167652d49443a203c69676e6f7265644061636d652e746573743e0d0a446174653a204d6f6e2c203032204d617220323032362030383a35393a3030202b303030300d0a0d0a506c656173652063616c6c206d652e0d0a');
INSERT INTO public.originals VALUES (7, '\x46726f6d3a204a616e6520446f65203c6a616e654061636d652e746573743e0d0a546f3a2063726d406272696467652e6578616d706c652e636f6d0d0a5375626a6563743a20756e6b6e6f776e0d0a4d6573736167652d49443a203c756e6b6e6f776e4061636d652e746573743e0d0a446174653a204d6f6e2c203032204d617220323032362030383a35393a3030202b303030300d0a0d0a506c656173652063616c6c206d652e0d0a');
INSERT INTO public.originals VALUES (8, '\x46726f6d3a204a616e6520446f65203c6a616e654061636d652e746573743e0d0a546f3a2063726d406272696467652e6578616d706c652e636f6d0d0a5375626a6563743a206c6f73740d0a4d6573736167652d49443a203c6c6f73744061636d652e746573743e0d0a446174653a204d6f6e2c203032204d617220323032362030383a35393a3030202b303030300d0a0d0a506c656173652063616c6c206d652e0d0a');
INSERT INTO public.originals VALUES (9, '\x46726f6d3a204a616e6520446f65203c6a616e654061636d652e746573743e0d0a546f3a2063726d406272696467652e6578616d706c652e636f6d0d0a5375626a6563743a2073656e64696e670d0a4d6573736167652d49443a203c73656e64696e674061636d652e746573743e0d0a446174653a204d6f6e2c203032204d617220323032362030383a35393a3030202b303030300d0a0d0a506c656173652063616c6c206d652e0d0a');
INSERT INTO public.originals VALUES (10, '\x46726f6d3a204a616e6520446f65203c6a616e654061636d652e746573743e0d0a546f3a2063726d406272696467652e6578616d706c652e636f6d0d0a5375626a6563743a206d61696c626f780d0a4d6573736167652d49443a203c6d61696c626f784061636d652e746573743e0d0a446174653a204d6f6e2c203032204d617220323032362030383a35393a3030202b303030300d0a0d0a506c656173652063616c6c206d652e0d0a');
INSERT INTO public.originals VALUES (11, '\x46726f6d3a204a616e6520446f65203c6a616e654061636d652e746573743e0d0a546f3a2063726d406272696467652e6578616d706c652e636f6d0d0a5375626a6563743a2077616974696e670d0a4d6573736167652d49443a203c77616974696e674061636d652e746573743e0d0a446174653a204d6f6e2c203032204d617220323032362030383a35393a3030202b303030300d0a0d0a506c656173652063616c6c206d652e0d0a');
INSERT INTO public.outbox VALUES (1, 'ben@example.com', '\x', 1772442009000, 1772442009000, 0, 1772442009000);
INSERT INTO public.outbox VALUES (2, 'ben@example.com', '\x5375626a6563743a206e6f746963650d0a0d0a416e6f7468657220776169747320666f7220796f752e0d0a', 1772442009000, 1772442009000, 0, NULL);
INSERT INTO public.writes VALUES (1, 1, 0, 'message', '', 'jane@acme.test', '{"kind": "message", "fields": [["title", [["ours", "done"]]], ["body", [["ours", "Please call me."]]]], "rule": "", "account": ""}', 'mbdone0', 'written', 1, 1772442001000, 0, 0, NULL, 0, 'Success');
INSERT INTO public.writes VALUES (2, 1, 1, 'person', '', 'jane@acme.test', '{"kind": "person", "fields": [["name", [["ours", "Jane Doe"]]], ["email", [["ours", "jane@acme.test"]]]], "rule": "", "account": ""}', 'mbdone1', 'written', 1, 1772442001000, 0, 0, NULL, 0, 'Success');
INSERT INTO public.writes VALUES (3, 4, 0, 'message', '', 'jane@acme.test', '{"kind": "message", "fields": [["title", [["ours", "review"]]], ["body", [["ours", "Please call me."]]]], "rule": "", "account": ""}', 'mbreview0', 'planned', 0, NULL, NULL, 0, NULL, 0, '');
INSERT INTO public.writes VALUES (4, 5, 0, 'message', '', 'jane@acme.test', '{"kind": "message", "fields": [["title", [["ours", "failed"]]], ["body", [["ours", "Please call me."]]]], "rule": "", "account": ""}', 'mbfailed0', 'refused', 1, 1772442005000, NULL, 0, NULL, 0, 'Error: no title');
INSERT INTO public.writes VALUES (5, 7, 0, 'message', '', 'jane@acme.test', '{"kind": "message", "fields": [["title", [["ours", "unknown"]]], ["body", [["ours", "Please call me."]]]], "rule": "", "account": ""}', 'mbunknown0', 'unknown', 1, 1772442007000, NULL, 1, 1772442007000, 0, 'no answer');
INSERT INTO public.writes VALUES (6, 8, 0, 'message', '', 'jane@acme.test', '{"kind": "message", "fields": [["title", [["ours", "lost"]]], ["body", [["ours", "Please call me."]]]], "rule": "", "account": ""}', 'mblost0', 'planned', 1, 1772442008000, NULL, 0, NULL, 1, 'no answer');
INSERT INTO public.writes VALUES (7, 9, 0, 'message', '', 'jane@acme.test', '{"kind": "message", "fields": [["title", [["ours", "sending"]]], ["body", [["ours", "Please call me."]]]], "rule": "", "account": ""}', 'mbsending0', 'sending', 1, 1772442009000, NULL, 0, NULL, 0, '');
SELECT pg_catalog.setval('public.events_id_seq', 42, true);
SELECT pg_catalog.setval('public.items_id_seq', 11, true);
SELECT pg_catalog.setval('public.outbox_id_seq', 2, true);
SELECT pg_catalog.setval('public.writes_id_seq', 7, true);
ALTER TABLE ONLY public.cursors
    ADD CONSTRAINT cursors_pkey PRIMARY KEY (mailbox, folder);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ignored
    ADD CONSTRAINT ignored_pkey PRIMARY KEY (contact);
ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_key_key UNIQUE (key);
ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.likenesses
    ADD CONSTRAINT likenesses_pkey PRIMARY KEY (item);
ALTER TABLE ONLY public.mailbox_mails
    ADD CONSTRAINT mailbox_mails_pkey PRIMARY KEY (mailbox, folder, uidvalidity, uid);
ALTER TABLE ONLY public.meta
    ADD CONSTRAINT meta_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.originals
    ADD CONSTRAINT originals_pkey PRIMARY KEY (item);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.writes
    ADD CONSTRAINT writes_item_position_key UNIQUE (item, "position");
ALTER TABLE ONLY public.writes
    ADD CONSTRAINT writes_pkey PRIMARY KEY (id);
CREATE INDEX events_item ON public.events USING btree (item, id);
CREATE INDEX items_contact ON public.items USING btree (contact, state);
CREATE INDEX items_due ON public.items USING btree (state, not_before);
CREATE INDEX items_identity ON public.items USING btree (identity, id);
CREATE INDEX items_message_id ON public.items USING btree (message_id);
CREATE INDEX items_received ON public.items USING btree (received_at, id);
CREATE INDEX items_settled ON public.items USING btree (has_original, state, settled_at);
CREATE INDEX likenesses_digest ON public.likenesses USING btree (digest, item);
CREATE INDEX mailbox_mails_item ON public.mailbox_mails USING btree (item);
CREATE INDEX outbox_due ON public.outbox USING btree (sent_at, not_before);
CREATE INDEX outbox_recipient ON public.outbox USING btree (recipient, made_at);
CREATE INDEX writes_contact ON public.writes USING btree (contact, sent_at);
CREATE INDEX writes_rule ON public.writes USING btree (rule, sent_at);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_item_fkey FOREIGN KEY (item) REFERENCES public.items(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.likenesses
    ADD CONSTRAINT likenesses_item_fkey FOREIGN KEY (item) REFERENCES public.items(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.mailbox_mails
    ADD CONSTRAINT mailbox_mails_item_fkey FOREIGN KEY (item) REFERENCES public.items(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.originals
    ADD CONSTRAINT originals_item_fkey FOREIGN KEY (item) REFERENCES public.items(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.writes
    ADD CONSTRAINT writes_item_fkey FOREIGN KEY (item) REFERENCES public.items(id) ON DELETE CASCADE;
