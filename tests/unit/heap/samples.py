"""The four replies that the vendor's page prints, letter by letter: none of them is well-formed XML."""

from __future__ import annotations

LEAD = """\
<?xml version="1.0"?>
<!DOCTYPE result [
<!ELEMENT result(lead) >
<!ELEMENT lead(name, title, phone, mobile, fax, email, url, address, city, state, zip, country, update, probability, value, moreinfo) >
<!ELEMENT name (#PCDATA) >
<!ELEMENT title (#PCDATA) >
<!ELEMENT phone (#PCDATA) >
<!ELEMENT mobile (#PCDATA) >
<!ELEMENT fax (#PCDATA) >
<!ELEMENT email (#PCDATA) >
<!ELEMENT url (#PCDATA) >
<!ELEMENT address (#PCDATA) >
<!ELEMENT city (#PCDATA) >
<!ELEMENT state (#PCDATA) >
<!ELEMENT zip (#PCDATA) >
<!ELEMENT country (#PCDATA) >
<!ELEMENT update (#PCDATA) >
<!ELEMENT probability (#PCDATA) >
<!ELEMENT value (#PCDATA) >
<!ELEMENT moreinfo (#PCDATA) >
]>
<result>
<lead>
<name>Josh Taylor - IBM</name>
<title></title>
<phone>(000) 000-0000</phone>
<mobile>(000) 000-0000</mobile>
<fax></fax>
<email>josh.taylor@ibm.com</email>
<url></url>
<address>1 IBM Way</address>
<city>Los Angeles</city>
<state>CA</state>
<zip>85012</zip>
<country>United States</country>
<update>May 25th</update>
<probability>0.2500</probability>
<value>5000.0000</value>
<moreinfo></moreinfo>
</lead>
</result>
"""

PEOPLE = """\
<?xml version="1.0"?>
<!DOCTYPE result [
<!ELEMENT result(person) >
<!ELEMENT person(name, title, phone, mobile, fax, email, url, address, city, state, zip, country, update) >
<!ELEMENT name (#PCDATA) >
<!ELEMENT title (#PCDATA) >
<!ELEMENT phone (#PCDATA) >
<!ELEMENT mobile (#PCDATA) >
<!ELEMENT fax (#PCDATA) >
<!ELEMENT email (#PCDATA) >
<!ELEMENT url (#PCDATA) >
<!ELEMENT address (#PCDATA) >
<!ELEMENT city (#PCDATA) >
<!ELEMENT state (#PCDATA) >
<!ELEMENT zip (#PCDATA) >
<!ELEMENT country (#PCDATA) >
<!ELEMENT update (#PCDATA) >
]>
<result>
<person>
<name>Jeff Martel - Big Fish Real Estate</name>
<title></title>
<phone>000-000-0000</phone>
<mobile>111-111-0000</mobile>
<fax></fax>
<email>jeff@bigfish.com</email>
<url></url>
<address>123 Main ST
</address>
<city></city>
<state></state>
<zip></zip>
<country></country>
<update>April 19th</update>
</person>
<person>
<name>Laura Marceline - Big Fish Real Estate</name>
<title></title>
<phone>000-000-0000</phone>
<mobile>111-111-0000</mobile>
<fax></fax>
<email>laura@bigfish.com</email>
<url></url>
<address>123 Main ST
</address>
<city></city>
<state></state>
<zip></zip>
<country></country>
<update>April 19th</update>
</person>
</result>
"""

EVENTS = """\
<?xml version="1.0"?>
<!DOCTYPE result [
<!ELEMENT result(event) >
<!ELEMENT event(date, title, location, description, complete, association) >
<!ELEMENT date (#PCDATA) >
<!ELEMENT title (#PCDATA) >
<!ELEMENT location (#PCDATA) >
<!ELEMENT description (#PCDATA) >
<!ELEMENT complete (#PCDATA) >
<!ELEMENT association (#PCDATA) >
]>
<result>
<event>
<date>May 8th</date>
<title>Opera with Josh at 06:15 PM to 10:30 PM</title>
<date>May 8th</date>
<location></location>
<description></description>
<complete></complete>
<association>Josh Taylor - IBM</association>
</event>
<event>
<date>May 10th</date>
<title>Create new proposal for Josh</title>
<date>May 10th</date>
<location></location>
<description></description>
<complete>1</complete>
<association>Josh Taylor - IBM</association>
</event>
</result>
"""

MESSAGE = """\
<?xml version="1.0"?>
<!DOCTYPE result [
<!ELEMENT result(message) >
<!ELEMENT message(title, body, creator, emailedfrom, emailedto, update, association) >
<!ELEMENT title (#PCDATA) >
<!ELEMENT body (#PCDATA) >
<!ELEMENT creator (#PCDATA) >
<!ELEMENT emailedfrom (#PCDATA) >
<!ELEMENT emailedto (#PCDATA) >
<!ELEMENT update (#PCDATA) >
<!ELEMENT association (#PCDATA) >
]>
<result>
<message>
<title>Requirement Files</title>
<body></body>
<creator>Ben Smith</creator>
<emailedfrom></emailedfrom>
<emailedto></emailedto>
<update>May 8th</update>
<association>Josh Taylor - IBM</association>
</message>
</result>
"""


def result(records: str) -> bytes:
    """A reply without a DOCTYPE around some records."""
    return f'<?xml version="1.0"?>\n<result>\n{records}\n</result>\n'.encode()
