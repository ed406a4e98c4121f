BEGIN TRANSACTION;
CREATE TABLE cursors (
	mailbox TEXT NOT NULL, 
	folder TEXT NOT NULL, 
	uidvalidity BIGINT NOT NULL, 
	last_uid BIGINT NOT NULL, 
	fresh_from BIGINT NOT NULL, 
	since BIGINT NOT NULL, 
	PRIMARY KEY (mailbox, folder)
);
INSERT INTO "cursors" VALUES('sales','INBOX',7,12,1,1772442009000);
CREATE TABLE events (
	id INTEGER NOT NULL, 
	item INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	details JSON NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(item) REFERENCES items (id) ON DELETE CASCADE
);
INSERT INTO "events" VALUES(1,1,1772442000000,'accepted','{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 164}');
INSERT INTO "events" VALUES(2,1,1772442000000,'planned','{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": "message person"}');
INSERT INTO "events" VALUES(3,1,1772442001000,'sending','{"kind": "message", "marker": "mbdone0", "attempt": 1}');
INSERT INTO "events" VALUES(4,1,1772442001000,'answered','{"kind": "message", "state": "written", "said": "Success"}');
INSERT INTO "events" VALUES(5,1,1772442001000,'sending','{"kind": "person", "marker": "mbdone1", "attempt": 1}');
INSERT INTO "events" VALUES(6,1,1772442001000,'answered','{"kind": "person", "state": "written", "said": "Success"}');
INSERT INTO "events" VALUES(7,1,1772442001000,'settled','{"state": "done", "reason": "written: message, person"}');
INSERT INTO "events" VALUES(8,2,1772442001000,'accepted','{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 170}');
INSERT INTO "events" VALUES(9,2,1772442001000,'planned','{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": ""}');
INSERT INTO "events" VALUES(10,2,1772442002000,'settled','{"state": "skipped", "reason": "automatic mail"}');
INSERT INTO "events" VALUES(11,3,1772442003000,'settled','{"state": "skipped", "reason": "never logged"}');
INSERT INTO "events" VALUES(12,4,1772442003000,'accepted','{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 168}');
INSERT INTO "events" VALUES(13,4,1772442003000,'planned','{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": "message"}');
INSERT INTO "events" VALUES(14,4,1772442004000,'settled','{"state": "review", "reason": "who is it?"}');
INSERT INTO "events" VALUES(15,5,1772442004000,'accepted','{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 168}');
INSERT INTO "events" VALUES(16,5,1772442004000,'planned','{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": "message"}');
INSERT INTO "events" VALUES(17,5,1772442005000,'sending','{"kind": "message", "marker": "mbfailed0", "attempt": 1}');
INSERT INTO "events" VALUES(18,5,1772442005000,'answered','{"kind": "message", "state": "refused", "said": "Error: no title"}');
INSERT INTO "events" VALUES(19,5,1772442005000,'settled','{"state": "failed", "reason": "Heap refused the message: no title"}');
INSERT INTO "events" VALUES(20,6,1772442005000,'accepted','{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 170}');
INSERT INTO "events" VALUES(21,6,1772442005000,'planned','{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": ""}');
INSERT INTO "events" VALUES(22,6,1772442006000,'settled','{"state": "review", "reason": "who?"}');
INSERT INTO "events" VALUES(23,6,1772442006000,'by-hand','{"act": "ignore always", "by": "ben@example.com", "reason": "advertising"}');
INSERT INTO "events" VALUES(24,7,1772442006000,'accepted','{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 170}');
INSERT INTO "events" VALUES(25,7,1772442006000,'planned','{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": "message"}');
INSERT INTO "events" VALUES(26,7,1772442007000,'sending','{"kind": "message", "marker": "mbunknown0", "attempt": 1}');
INSERT INTO "events" VALUES(27,7,1772442007000,'answered','{"kind": "message", "state": "unknown", "said": "no answer"}');
INSERT INTO "events" VALUES(28,7,1772442007000,'looked-up','{"kind": "message", "found": "nothing"}');
INSERT INTO "events" VALUES(29,7,1772442007000,'put-back','{"wait": 60, "reason": "is looked up"}');
INSERT INTO "events" VALUES(30,8,1772442007000,'accepted','{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 164}');
INSERT INTO "events" VALUES(31,8,1772442007000,'planned','{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": "message"}');
INSERT INTO "events" VALUES(32,8,1772442008000,'sending','{"kind": "message", "marker": "mblost0", "attempt": 1}');
INSERT INTO "events" VALUES(33,8,1772442008000,'answered','{"kind": "message", "state": "unknown", "said": "no answer"}');
INSERT INTO "events" VALUES(34,8,1772442008000,'looked-up','{"kind": "message", "found": "nothing, twice"}');
INSERT INTO "events" VALUES(35,8,1772442008000,'put-back','{"wait": 60, "reason": "may be sent again"}');
INSERT INTO "events" VALUES(36,9,1772442008000,'accepted','{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 170}');
INSERT INTO "events" VALUES(37,9,1772442008000,'planned','{"verdict": "write", "direction": "received", "contact": "jane@acme.test", "person": "not-asked", "reason": "rule \"all\"", "writes": "message"}');
INSERT INTO "events" VALUES(38,9,1772442009000,'sending','{"kind": "message", "marker": "mbsending0", "attempt": 1}');
INSERT INTO "events" VALUES(39,10,1772442009000,'accepted','{"door": "imap sales", "from": "<>", "to": "crm@bridge.example.com", "bytes": 170}');
INSERT INTO "events" VALUES(40,11,1772442009000,'accepted','{"door": "smtp", "from": "jane@acme.test", "to": "crm@bridge.example.com", "bytes": 170}');
CREATE TABLE ignored (
	contact TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	PRIMARY KEY (contact)
);
INSERT INTO "ignored" VALUES('jane@acme.test',1772442006000);
CREATE TABLE items (
	id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	identity TEXT NOT NULL, 
	message_id TEXT NOT NULL, 
	assigned TEXT NOT NULL, 
	door TEXT NOT NULL, 
	sender TEXT NOT NULL, 
	recipients JSON NOT NULL, 
	peer TEXT NOT NULL, 
	login TEXT NOT NULL, 
	received_at BIGINT NOT NULL, 
	size INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	not_before BIGINT NOT NULL, 
	attempts INTEGER NOT NULL, 
	deaths INTEGER NOT NULL, 
	owner TEXT NOT NULL, 
	claim INTEGER NOT NULL, 
	lease_until BIGINT NOT NULL, 
	turn TEXT NOT NULL, 
	settled_at BIGINT, 
	has_original BOOLEAN NOT NULL, 
	subject TEXT NOT NULL, 
	direction TEXT NOT NULL, 
	contact TEXT NOT NULL, 
	rule TEXT NOT NULL, 
	person TEXT NOT NULL, 
	"plan" JSON, 
	PRIMARY KEY (id), 
	UNIQUE ("key")
);
INSERT INTO "items" VALUES(1,'602fb6515b87072f60d97437aef791d21277a738e7bfbe2df6308328f6aea57b','516305a1fc3df1c6bd0183e74311902f5d5ae659e683a71e0c08c30ee609dba8','done@acme.test','','smtp','jane@acme.test','["crm@bridge.example.com"]','192.0.2.7','',1772442000000,164,'done','written: message, person',0,0,0,'',1,0,'',1772442001000,1,'done','received','jane@acme.test','','not-asked','{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO "items" VALUES(2,'719779d690b7a1f078e764bb60ba1f41c4ec94c34ff0fc094177aa5660ee2bed','eb776c0158d07d601440fc272c7168655defa7cab02ad42341526918d0a4b30f','skipped@acme.test','','smtp','jane@acme.test','["crm@bridge.example.com"]','192.0.2.7','',1772442001000,170,'skipped','automatic mail',0,0,0,'',1,0,'',1772442002000,1,'skipped','received','jane@acme.test','','not-asked','{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO "items" VALUES(3,'e390569514c089972121c6da4f9200007be53e896aedfb67ebc96be88fca441a','8b29ddc695e66cab8892e62ec40322769fcf4624f0fcfa6c63e5576f2dd0fd1f','forgotten@acme.test','','smtp','','[]','192.0.2.7','',1772442002000,174,'skipped','never logged',0,0,0,'',1,0,'',1772442003000,0,'forgotten','received','jane@acme.test','','not-asked','{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO "items" VALUES(4,'0a4b7c7691c8c5df7441b41e17ef12201f6c50d76f8440f48c2aaccb730297f7','60196fa1b7f5255ba7c8c02de49c80ff532cc500026d52bc6856849048569731','review@acme.test','','smtp','jane@acme.test','["crm@bridge.example.com"]','192.0.2.7','',1772442003000,168,'review','who is it?',0,0,0,'',1,0,'',1772442004000,1,'review','received','jane@acme.test','','not-asked','{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO "items" VALUES(5,'9b267131e47c5bbaf93b9c605c5cca3646abf81354de3ae37ce8c7ffae906e48','6215b954188d58283cfa25714cecbef529530c41b8299d2b8ec80df8ff4ba538','failed@acme.test','','smtp','jane@acme.test','["crm@bridge.example.com"]','192.0.2.7','',1772442004000,168,'failed','Heap refused the message: no title',0,0,0,'',1,0,'',1772442005000,1,'failed','received','jane@acme.test','','not-asked','{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO "items" VALUES(6,'3d1d5e25d103cb920286efd37002198d5253a976a8f4d77206c8a9125ff32602','f2d5f44a858e8af13e3e029ed8e7acdbbfb335f3217ee2cac8048c4ffc5f8212','ignored@acme.test','','smtp','jane@acme.test','["crm@bridge.example.com"]','192.0.2.7','',1772442005000,170,'skipped','advertising',1772442006000,0,0,'',1,0,'',1772442006000,1,'ignored','received','jane@acme.test','','not-asked','{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO "items" VALUES(7,'35a5461547c6761ffde2a836b70c226349c6d1bf3eb7536dbd0220226a3fba1f','7bed6cfd04f79cd45b8d136428743819a8fee4ff3d9456d2ce2271dfba7c61f8','unknown@acme.test','','smtp','jane@acme.test','["crm@bridge.example.com"]','192.0.2.7','',1772442006000,170,'waiting','is looked up',1772442067000,1,0,'',1,0,'',NULL,1,'unknown','received','jane@acme.test','','not-asked','{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO "items" VALUES(8,'4cd3ac1efd3bb21bdb40de16b0f67446a2a92e3d78f868c3507ae457790dd9aa','24739889e1365d0b6a37a600ae07d192beed759601693ea90be151d2ce7f35e7','lost@acme.test','','smtp','jane@acme.test','["crm@bridge.example.com"]','192.0.2.7','',1772442007000,164,'waiting','may be sent again',1772442068000,1,0,'',1,0,'',NULL,1,'lost','received','jane@acme.test','','not-asked','{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO "items" VALUES(9,'c3aa92b30aad2ed6ff83d8bd5579856ee6d6d4a4ef43be7e86dfcb75f84ec89a','4c7a86b058d8a006ac6a4d635daac54c6475248afa3f8ae44d4bc5e084570600','sending@acme.test','','smtp','jane@acme.test','["crm@bridge.example.com"]','192.0.2.7','',1772442008000,170,'claimed','',0,0,0,'worker-a',1,1772442129000,'',NULL,1,'sending','received','jane@acme.test','','not-asked','{"verdict": "write", "reason": "rule \"all\"", "direction": "received", "contact": {"name": "Jane Doe", "email": "jane@acme.test"}, "contacts": [{"name": "Jane Doe", "email": "jane@acme.test"}], "evidence": [], "colleague": "", "forwarded": false, "person": {"state": "not-asked", "hits": []}, "rules": []}');
INSERT INTO "items" VALUES(10,'4b70a667c71b295e5dbc01f65eb4099c5fdb7adb282a90fd292b46f8e43fedfb','5bcf670f44bed45d69966360b1fab887d13928b2e92e7c5d2d33ca6b3cd23b40','','','imap sales','','["crm@bridge.example.com"]','192.0.2.7','',1772442009000,170,'waiting','',1772442009000,0,0,'',0,0,'',NULL,1,'','','','','',NULL);
INSERT INTO "items" VALUES(11,'d2964a77dd1dc62c56b06c59886127fd0b27d0b73380d2ef9c5983fa05ae36e6','512ed70571fa4bf1a9668658215fa8e3cfc0bc5f0a380b48a17007fd4fd49a53','','','smtp','jane@acme.test','["crm@bridge.example.com"]','192.0.2.7','',1772442009000,170,'waiting','',0,0,0,'',0,0,'',NULL,1,'','','','','',NULL);
CREATE TABLE likenesses (
	item INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	written_at BIGINT, 
	PRIMARY KEY (item), 
	FOREIGN KEY(item) REFERENCES items (id) ON DELETE CASCADE
);
INSERT INTO "likenesses" VALUES(1,'0000000000000000000000000000000000000000000000000000000000000000',1772442000000);
CREATE TABLE mailbox_mails (
	mailbox TEXT NOT NULL, 
	folder TEXT NOT NULL, 
	uidvalidity BIGINT NOT NULL, 
	uid BIGINT NOT NULL, 
	item INTEGER, 
	PRIMARY KEY (mailbox, folder, uidvalidity, uid), 
	FOREIGN KEY(item) REFERENCES items (id) ON DELETE CASCADE
);
INSERT INTO "mailbox_mails" VALUES('sales','INBOX',7,11,10);
INSERT INTO "mailbox_mails" VALUES('sales','INBOX',7,12,NULL);
CREATE TABLE meta (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "meta" VALUES('version','1');
INSERT INTO "meta" VALUES('marker_secret','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e');
CREATE TABLE originals (
	item INTEGER NOT NULL, 
	raw BLOB NOT NULL, 
	PRIMARY KEY (item), 
	FOREIGN KEY(item) REFERENCES items (id) ON DELETE CASCADE
);
INSERT INTO "originals" VALUES(1,X'46726F6D3A204A616E6520446F65203C6A616E654061636D652E746573743E0D0A546F3A2063726D406272696467652E6578616D706C652E636F6D0D0A5375626A6563743A20646F6E650D0A4D6573736167652D49443A203C646F6E654061636D652E746573743E0D0A446174653A204D6F6E2C203032204D617220323032362030383A35393A3030202B303030300D0A0D0A506C656173652063616C6C206D652E0D0A');
INSERT INTO "originals" VALUES(2,X'46726F6D3A204A616E6520446F65203C6A616E654061636D652E746573743E0D0A546F3A2063726D406272696467652E6578616D706C652E636F6D0D0A5375626A6563743A20736B69707065640D0A4D6573736167652D49443A203C736B69707065644061636D652E746573743E0D0A446174653A204D6F6E2C203032204D617220323032362030383A35393A3030202B303030300D0A0D0A506C656173652063616C6C206D652E0D0A');
INSERT INTO "originals" VALUES(4,X'46726F6D3A204A616E6520446F65203C6A616E654061636D652E746573743E0D0A546F3A2063726D406272696467652E6578616D706C652E636F6D0D0A5375626A6563743A207265766965770D0A4D6573736167652D49443A203C7265766965774061636D652E746573743E0D0A446174653A204D6F6E2C203032204D617220323032362030383A35393A3030202B303030300D0A0D0A506C656173652063616C6C206D652E0D0A');
INSERT INTO "originals" VALUES(5,X'46726F6D3A204A616E6520446F65203C6A616E654061636D652E746573743E0D0A546F3A2063726D406272696467652E6578616D706C652E636F6D0D0A5375626A6563743A206661696C65640D0A4D6573736167652D49443A203C6661696C65644061636D652E746573743E0D0A446174653A204D6F6E2C203032204D617220323032362030383A35393A3030202B303030300D0A0D0A506C656173652063616C6C206D652E0D0A');
INSERT INTO "originals" VALUES(6,X'46726F6D3A204A616E6520446F65203C6A616E654061636D652E746573743E0D0A546F3A2063726D406272696467652E6578616D706C652E636F6D0D0A5375626A6563743A2069676E6F7265640D0A4D6573736167652D49443A203C69676E6F7265644061636D652E746573743E0D0A446174653A204D6F6E2C203032204D617220323032362030383A35393A3030202B303030300D0A0D0A506C656173652063616C6C206D652E0D0A');
INSERT INTO "originals" VALUES(7,X'46726F6D3A204A616E6520446F65203C6A616E654061636D652E746573743E0D0A546F3A2063726D406272696467652E6578616D706C652E636F6D0D0A5375626A6563743A20756E6B6E6F776E0D0A4D6573736167652D49443A203C756E6B6E6F776E4061636D652E746573743E0D0A446174653A204D6F6E2C203032204D617220323032362030383A35393A3030202B303030300D0A0D0A506C656173652063616C6C206D652E0D0A');
INSERT INTO "originals" VALUES(8,X'46726F6D3A204A616E6520446F65203C6A616E654061636D652E746573743E0D0A546F3A2063726D406272696467652E6578616D706C652E636F6D0D0A5375626A6563743A206C6F73740D0A4D6573736167652D49443A203C6C6F73744061636D652E746573743E0D0A446174653A204D6F6E2C203032204D617220323032362030383A35393A3030202B303030300D0A0D0A506C656173652063616C6C206D652E0D0A');
INSERT INTO "originals" VALUES(9,X'46726F6D3A204A616E6520446F65203C6A616E654061636D652E746573743E0D0A546F3A2063726D406272696467652E6578616D706C652E636F6D0D0A5375626A6563743A2073656E64696E670D0A4D6573736167652D49443A203C73656E64696E674061636D652E746573743E0D0A446174653A204D6F6E2C203032204D617220323032362030383A35393A3030202B303030300D0A0D0A506C656173652063616C6C206D652E0D0A');
INSERT INTO "originals" VALUES(10,X'46726F6D3A204A616E6520446F65203C6A616E654061636D652E746573743E0D0A546F3A2063726D406272696467652E6578616D706C652E636F6D0D0A5375626A6563743A206D61696C626F780D0A4D6573736167652D49443A203C6D61696C626F784061636D652E746573743E0D0A446174653A204D6F6E2C203032204D617220323032362030383A35393A3030202B303030300D0A0D0A506C656173652063616C6C206D652E0D0A');
INSERT INTO "originals" VALUES(11,X'46726F6D3A204A616E6520446F65203C6A616E654061636D652E746573743E0D0A546F3A2063726D406272696467652E6578616D706C652E636F6D0D0A5375626A6563743A2077616974696E670D0A4D6573736167652D49443A203C77616974696E674061636D652E746573743E0D0A446174653A204D6F6E2C203032204D617220323032362030383A35393A3030202B303030300D0A0D0A506C656173652063616C6C206D652E0D0A');
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	recipient TEXT NOT NULL, 
	raw BLOB NOT NULL, 
	made_at BIGINT NOT NULL, 
	not_before BIGINT NOT NULL, 
	attempts INTEGER NOT NULL, 
	sent_at BIGINT, 
	PRIMARY KEY (id)
);
INSERT INTO "outbox" VALUES(1,'ben@example.com',X'',1772442009000,1772442009000,0,1772442009000);
INSERT INTO "outbox" VALUES(2,'ben@example.com',X'5375626A6563743A206E6F746963650D0A0D0A416E6F7468657220776169747320666F7220796F752E0D0A',1772442009000,1772442009000,0,NULL);
CREATE TABLE writes (
	id INTEGER NOT NULL, 
	item INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	rule TEXT NOT NULL, 
	contact TEXT NOT NULL, 
	data JSON NOT NULL, 
	marker TEXT NOT NULL, 
	state TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	sent_at BIGINT, 
	"before" INTEGER, 
	looks INTEGER NOT NULL, 
	looked_at BIGINT, 
	lost INTEGER NOT NULL, 
	said TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (item, position), 
	FOREIGN KEY(item) REFERENCES items (id) ON DELETE CASCADE
);
INSERT INTO "writes" VALUES(1,1,0,'message','','jane@acme.test','{"kind": "message", "fields": [["title", [["ours", "done"]]], ["body", [["ours", "Please call me."]]]], "rule": "", "account": ""}','mbdone0','written',1,1772442001000,0,0,NULL,0,'Success');
INSERT INTO "writes" VALUES(2,1,1,'person','','jane@acme.test','{"kind": "person", "fields": [["name", [["ours", "Jane Doe"]]], ["email", [["ours", "jane@acme.test"]]]], "rule": "", "account": ""}','mbdone1','written',1,1772442001000,0,0,NULL,0,'Success');
INSERT INTO "writes" VALUES(3,4,0,'message','','jane@acme.test','{"kind": "message", "fields": [["title", [["ours", "review"]]], ["body", [["ours", "Please call me."]]]], "rule": "", "account": ""}','mbreview0','planned',0,NULL,NULL,0,NULL,0,'');
INSERT INTO "writes" VALUES(4,5,0,'message','','jane@acme.test','{"kind": "message", "fields": [["title", [["ours", "failed"]]], ["body", [["ours", "Please call me."]]]], "rule": "", "account": ""}','mbfailed0','refused',1,1772442005000,NULL,0,NULL,0,'Error: no title');
INSERT INTO "writes" VALUES(5,7,0,'message','','jane@acme.test','{"kind": "message", "fields": [["title", [["ours", "unknown"]]], ["body", [["ours", "Please call me."]]]], "rule": "", "account": ""}','mbunknown0','unknown',1,1772442007000,NULL,1,1772442007000,0,'no answer');
INSERT INTO "writes" VALUES(6,8,0,'message','','jane@acme.test','{"kind": "message", "fields": [["title", [["ours", "lost"]]], ["body", [["ours", "Please call me."]]]], "rule": "", "account": ""}','mblost0','planned',1,1772442008000,NULL,0,NULL,1,'no answer');
INSERT INTO "writes" VALUES(7,9,0,'message','','jane@acme.test','{"kind": "message", "fields": [["title", [["ours", "sending"]]], ["body", [["ours", "Please call me."]]]], "rule": "", "account": ""}','mbsending0','sending',1,1772442009000,NULL,0,NULL,0,'');
CREATE INDEX items_message_id ON items (message_id);
CREATE INDEX items_contact ON items (contact, state);
CREATE INDEX items_listed ON items (received_at, id, state, direction, door, rule, contact, sender, subject);
CREATE INDEX items_due ON items (state, not_before);
CREATE INDEX items_identity ON items (identity, id);
CREATE INDEX items_settled ON items (has_original, state, settled_at);
CREATE INDEX outbox_recipient ON outbox (recipient, made_at);
CREATE INDEX outbox_due ON outbox (sent_at, not_before);
CREATE INDEX writes_rule ON writes (rule, sent_at);
CREATE INDEX writes_contact ON writes (contact, sent_at);
CREATE INDEX events_item ON events (item, id);
CREATE INDEX mailbox_mails_item ON mailbox_mails (item);
CREATE INDEX likenesses_digest ON likenesses (digest, item);
COMMIT;
