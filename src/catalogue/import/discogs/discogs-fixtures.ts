/** Small Discogs dumps of our own making, in the shape of the real ones. */
export const releasesXml = `<releases>
<release id="11" status="Accepted"><images><image type="primary" uri="" width="600" height="600"/></images><artists><artist><id>5</id><name>The Lanterns (2)</name><anv>Lanterns</anv><join>Feat.</join><role/><tracks/></artist><artist><id>6</id><name>Zo&#235; Q</name><anv/><join>,</join><role/><tracks/></artist></artists><title>Night &amp; Day</title><labels><label name="Quiet Records (3)" catno="QR 1" id="70"/><label name="Second" catno="none" id="71"/></labels><extraartists><artist><id>9</id><name>Nobody</name><anv/><join/><role>Mixed By</role><tracks/></artist></extraartists><formats><format name="CD" qty="2" text="a > b"><descriptions><description>Album</description></descriptions></format></formats><genres><genre>Rock</genre></genres><country>Portugal</country><released>1999-03-00</released><notes>Two
lines</notes><data_quality>Correct</data_quality><master_id is_main_release="true">900</master_id><tracklist><track><position/><title>Disc one</title><duration/></track><track><position>1-1</position><title>First&#13;
song </title><duration>4:45</duration></track><track><position>1-2</position><title>Second song</title><duration/><artists><artist><id>7</id><name>Guest</name><anv/><join>&amp;</join><role/><tracks/></artist><artist><id>8</id><name>Other</name><anv/><join/><role/><tracks/></artist></artists></track><track><position>2-1</position><title>Long one</title><duration>1:02:03</duration></track></tracklist><identifiers><identifier type="Matrix / Runout" value="QR1"/><identifier type="Barcode" description="Text" value="5 601234 567893 &gt;"/></identifiers><videos><video src="x" duration="1" embed="true"><title>not a title</title></video></videos><companies/></release>
<release id="12" status="Accepted"><artists><artist><id>194</id><name>Various</name><anv/><join/><role/><tracks/></artist></artists><title>Works</title><labels/><formats><format name="Vinyl" qty="2" text=""/></formats><released>1978</released><tracklist><track><position/><title>Concerto</title><duration/><sub_tracks><track><position>A1</position><title>Allegro</title><duration>3:00</duration></track><track><position>A2</position><title>Largo</title><duration/></track></sub_tracks></track><track><position>C1</position><title>Medley</title><duration>5:00</duration><sub_tracks><track><position/><title>One tune</title><duration/></track><track><position/><title>Another</title><duration/></track></sub_tracks></track></tracklist><identifiers/></release>
<release id="13" status="Accepted"><artists/><labels/><released>0000-00-00</released><tracklist/></release>
<release id="14" status="Draft"><artists/><title>\u65e5\u672c\u306e\u6b4c</title><released>2001-13-40</released><tracklist><track><position>1</position><title>&#x6625;</title><duration>??</duration></track></tracklist></release>
</releases>
`;

export const labelsXml = `<labels>
<label><id>70</id><name>Quiet Records (3)</name><sublabels><label id="72">Very Quiet</label><label id="73">Quietest</label></sublabels></label>
<label><id>72</id><name>Very Quiet</name><parentLabel id="70">Quiet Records (3)</parentLabel></label>
</labels>
`;

export const artistsXml = `<artists>
<artist><id>5</id><name>The Lanterns (2)</name><realname/><namevariations><name>Lanterns</name></namevariations><aliases><name id="6">Zo&#235; Q</name></aliases></artist>
<artist><id>6</id><name>Zo&#235; Q</name><realname>Zo&#235; Quinn</realname></artist>
</artists>
`;
