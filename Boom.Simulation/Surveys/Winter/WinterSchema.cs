namespace Boom.Simulation.Surveys.Winter;

/// <summary>The schema of WINTER packets of 2024, 0.1: with <c>sgmag1</c> twice, as the survey published it.</summary>
static class WinterSchema
{
    const string CandidateTable = """
        candid:l deprecated:b jd:d fid:i exptime:f ndethist:i jdstarthist:d jdendhist:d progname:s programid:i isdiffpos:b field:i ra:d dec:d
        magzpsci:f! magzpsciunc:f! magzpscirms:f! diffmaglim:f! magpsf:f sigmapsf:f chipsf:f! magap:f! sigmagap:f! magapbig:f! sigmagapbig:f!
        magdiff:f! magfromlim:f! distnr:f! magnr:f! sigmagnr:f! xpos:f! ypos:f! sky:f! fwhm:f! classtar:f! mindtoedge:f! seeratio:f! aimage:f!
        bimage:f! aimagerat:f! bimagerat:f! elong:f! nneg:i! nbad:i! sumrat:f! dsnrms:f! ssnrms:f! dsdiff:f! scorr:d! clrcoeff:f! clrcounc:f!
        zpclrcov:f! zpmed:f! clrmed:f! clrrms:f! rb:f! rbversion:s! ssdistnr:f! ssmagnr:f! ssnamenr:s! tooflag:b nmtchps:i psra1:f! psdec1:f!
        psobjectid1:f! sgmag1:f! sgmag1:f! srmag1:f! simag1:f! szmag1:f! sgscore1:f! distpsnr1:f! psobjectid2:f! sgmag2:f! srmag2:f! simag2:f!
        szmag2:f! sgscore2:f! distpsnr2:f! psobjectid3:f! sgmag3:f! srmag3:f! simag3:f! szmag3:f! sgscore3:f! distpsnr3:f! nmtchtm:i tmjmag1:f!
        tmhmag1:f! tmkmag1:f! tmobjectid1:s! tmjmag2:f! tmhmag2:f! tmkmag2:f! tmobjectid2:s! tmjmag3:f! tmhmag3:f! tmkmag3:f! tmobjectid3:s!
        neargaia:f! neargaiabright:f! maggaia:f! maggaiabright:f!
        """;

    const string PointTable = """
        candid:l! progname:s jd:d fid:i isdiffpos:b fieldid:i ra:d dec:d magpsf:f sigmapsf:f fwhm:f! scorr:d!
        """;

    static readonly byte[] _text = SchemaText.Write(json =>
    {
        SchemaText.Start(json, "winter.alert");
        SchemaText.Fields(json, "schemavsn:s publisher:s objectid:s candid:l");
        SchemaText.Record(json, "candidate", "winter.alert.candidate", CandidateTable, isArray: false);
        SchemaText.Record(json, "prv_candidates", "winter.alert.prv_candidate", PointTable, isArray: true, orNull: true);
        SchemaText.Fields(json, "cutout_science:y cutout_template:y cutout_difference:y");
        SchemaText.End(json);
    });

    /// <summary>JSON in UTF-8.</summary>
    public static ReadOnlySpan<byte> Text => _text;

    /// <summary>Fields of a candidate in the order of the packet.</summary>
    public static SchemaField[] Candidate { get; } = SchemaText.Parse(CandidateTable);
}
