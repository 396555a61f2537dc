namespace Boom.Tests.Core.Surveys.Ztf;

/// <summary>
/// The wire fields that are stored, with their types: d double, f float, i int, l long, s string; ? may be absent. Written down apart
/// from the product, as what it is held to.
/// </summary>
static class ZtfStoredFields
{
    public const string Candidate = """
        jd:d fid:i pid:l diffmaglim:f? programpi:s? programid:i candid:l isdiffpos:s nid:i? rcid:i? field:i? ra:d dec:d
        magpsf:f sigmapsf:f chipsf:f? magap:f? sigmagap:f? distnr:f? magnr:f? sigmagnr:f? chinr:f? sharpnr:f? sky:f? fwhm:f?
        classtar:f? mindtoedge:f? seeratio:f? aimage:f? bimage:f? elong:f? nneg:i? nbad:i? rb:f? ssdistnr:f? ssmagnr:f?
        ssnamenr:s? ranr:d decnr:d sgmag1:f? srmag1:f? simag1:f? szmag1:f? sgscore1:f? distpsnr1:f? ndethist:i ncovhist:i
        jdstarthist:d? scorr:d? sgmag2:f? srmag2:f? simag2:f? szmag2:f? sgscore2:f? distpsnr2:f? sgmag3:f? srmag3:f?
        simag3:f? szmag3:f? sgscore3:f? distpsnr3:f? nmtchps:i dsnrms:f? ssnrms:f? dsdiff:f? magzpsci:f? magzpsciunc:f?
        magzpscirms:f? clrcoeff:f? clrcounc:f? zpmed:f? neargaia:f? neargaiabright:f? maggaia:f? maggaiabright:f? exptime:f?
        drb:f?
        """;

    public const string PrvCandidate = """
        jd:d fid:i pid:l diffmaglim:f? programpi:s? programid:i candid:l? isdiffpos:s? nid:i? rcid:i? field:i? ra:d? dec:d?
        magpsf:f? sigmapsf:f? chipsf:f? magap:f? sigmagap:f? distnr:f? magnr:f? sigmagnr:f? chinr:f? sharpnr:f? sky:f?
        fwhm:f? mindtoedge:f? seeratio:f? aimage:f? bimage:f? elong:f? nneg:i? nbad:i? rb:f? ssdistnr:f? ssmagnr:f?
        ssnamenr:s? ranr:d? decnr:d? scorr:d? magzpsci:f?
        """;

    public const string FpHist = """
        field:i? rcid:i? fid:i pid:l rfid:l magzpsci:f? magzpsciunc:f? magzpscirms:f? exptime:f? diffmaglim:f? programid:i
        jd:d forcediffimflux:f? forcediffimfluxunc:f? procstatus:s? distnr:f? magnr:f? sigmagnr:f? chinr:f? sharpnr:f?
        """;

    public static IEnumerable<(string Name, string Type)> Parse(string list) =>
        list.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split(':')).Select(f => (f[0], f[1]));
}
