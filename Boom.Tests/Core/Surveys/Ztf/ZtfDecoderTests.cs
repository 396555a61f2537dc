using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Surveys.Ztf;

public sealed class ZtfDecoderTests
{
    [Fact]
    public void Decode_PublishedAlert_HasItsIdentityAndPosition()
    {
        var alert = PublishedAlert();

        Assert.Equal("4.02", alert.Schemavsn);
        Assert.Equal("ZTF18abudxnw", alert.ObjectId);
        Assert.Equal(2695378462115010012, alert.Candid);
        Assert.Equal(295.3031995, alert.Position.RaDegrees, 1e-7);
        Assert.Equal(-10.3958989, alert.Position.DecDegrees, 1e-7);
        Assert.Equal(2460449.8784606, alert.Jd, 1e-7);
        Assert.Equal((1, 2, "r"), (alert.Candidate.Point.Programid, alert.Candidate.Point.Fid, alert.Candidate.Point.Band));
        Assert.Equal((13107, 12410, 14878), (alert.CutoutScience.Length, alert.CutoutTemplate.Length, alert.CutoutDifference.Length));
    }

    [Fact]
    public void Decode_PublishedAlert_HasItsPhotometry()
    {
        var candidate = PublishedAlert().Candidate;
        var point = candidate.Point;

        Assert.Equal(14.9065323f, point.Magpsf);
        Assert.Equal(0.0153339536f, point.Sigmapsf);
        Assert.False(point.Isdiffpos!.Value);
        Assert.Equal(-3957191606272f, point.PsfFlux);
        Assert.Equal(55887785984f, point.PsfFluxErr);
        Assert.Equal(70.806015f, point.SnrPsf!.Value, 1e-5f);
        Assert.Equal(-3650897575936f, point.ApFlux);
        Assert.Equal(24546988032f, point.ApFluxErr);
        Assert.Equal(148.73097f, point.SnrAp!.Value, 1e-4f);
        Assert.Equal((-999f, -999f, null), (point.Ssdistnr, point.Ssmagnr, point.Ssnamenr));
        Assert.Equal((0.9993875f, 0.8257143f, 857), (candidate.Drb, point.Rb, candidate.Ndethist));
        Assert.Equal(1.0f, candidate.Sgscore1);
        Assert.Equal(0.2230196f, candidate.Distpsnr1!.Value, 1e-7f);
    }

    [Theory]
    [InlineData(2460423.9562384, 691703644160f, 113909735424f, 6.0723834f)]
    [InlineData(2460432.9399884, -1626595655680f, 87273234432f, 18.637968f)]
    [InlineData(2460432.9662616, -4967751483392f, 210114674688f, 23.643049f)]
    [InlineData(2460441.9223032, -6317131956224f, 129189388288f, 48.898224f)]
    [InlineData(2460441.971956, -1916019408896f, 76546457600f, 25.030806f)]
    [InlineData(2460444.959213, -1846375350272f, 80867426304f, 22.832129f)]
    [InlineData(2460447.9202778, -1562859405312f, 50501558272f, 30.946756f)]
    public void Decode_PublishedAlert_HasItsDetections(double jd, float psfFlux, float psfFluxErr, float snr)
    {
        var point = Assert.Single(PublishedAlert().Detections, p => Math.Abs(p.Jd - jd) < 1e-7);

        Assert.Equal(psfFlux, point.PsfFlux);
        Assert.Equal(psfFluxErr, point.PsfFluxErr);
        Assert.Equal(snr, point.SnrPsf!.Value, 1e-5f);
        Assert.Null(point.Drb);
    }

    [Theory]
    [InlineData(2460420.9637616, 8833032192f)]
    [InlineData(2460423.9701505, 15483520000f)]
    [InlineData(2460434.9655324, 4549355520f)]
    public void Decode_PublishedAlert_HasItsUpperLimits(double jd, float psfFluxErr)
    {
        var point = Assert.Single(PublishedAlert().NonDetections, p => Math.Abs(p.Jd - jd) < 1e-7);

        Assert.Equal(psfFluxErr, point.PsfFluxErr);
        Assert.Null(point.PsfFlux);
        Assert.Null(point.SnrPsf);
    }

    [Theory]
    [InlineData(2460447.9202778, "g", 15.949999f, 0.0023162f, -1513560997888f, 3228887296f, false, 468.75623f)]
    [InlineData(2460444.959213, "g", 15.717646f, 0.0016986f, -1874742870016f, 2933005568f, false, 639.1883f)]
    [InlineData(2460441.971956, "g", 15.692677f, 0.0019538f, -1918353276928f, 3452127232f, false, 555.7018f)]
    [InlineData(2460441.9223032, "r", 14.408163f, 0.0009045f, -6262306635776f, 5217073152f, false, 1200.3486f)]
    [InlineData(2460434.9655324, "r", 14.507014f, 0.0006043f, -5717342814208f, 3182228224f, false, 1796.6477f)]
    [InlineData(2460432.9662616, "r", 14.614318f, 0.0009712f, -5179318468608f, 4632963584f, false, 1117.9277f)]
    [InlineData(2460432.9399884, "g", 15.867561f, 0.0033046f, -1632958939136f, 4970207232f, false, 328.54947f)]
    [InlineData(2460423.9701505, "g", 17.135105f, 0.0211138f, -508110471168f, 9881006080f, false, 51.422951f)]
    [InlineData(2460423.9562384, "r", 17.040075f, 0.0162573f, 554587258880f, 8304138752f, true, 66.784447f)]
    [InlineData(2460420.9637616, "g", 20.801506f, 0.3616859f, 17353916416f, 5781024256f, true, 3.0018756f)]
    public void Decode_PublishedAlert_HasItsForcedPhotometry(
        double jd, string band, float magpsf, float sigmapsf, float psfFlux, float psfFluxErr, bool isdiffpos, float snr)
    {
        var point = Assert.Single(PublishedAlert().FpHists, p => Math.Abs(p.Jd - jd) < 1e-7);

        Assert.Equal(band, point.Band);
        Assert.Equal(magpsf, point.Magpsf!.Value, 1e-6f);
        Assert.Equal(sigmapsf, point.Sigmapsf!.Value, 1e-6f);
        Assert.Equal(psfFlux, point.PsfFlux);
        Assert.Equal(psfFluxErr, point.PsfFluxErr);
        Assert.Equal(isdiffpos, point.Isdiffpos);
        Assert.Equal(snr, point.SnrPsf!.Value, 1e-4f);
    }

    [Fact]
    public void Decode_PublishedAlert_PutsCandidateIntoItsLightCurve()
    {
        var alert = PublishedAlert();

        Assert.Equal((8, 3, 10), (alert.Detections.Count, alert.NonDetections.Count, alert.FpHists.Count));
        var own = alert.Detections[^1];
        Assert.Equal((alert.Candid, alert.Jd, alert.Candidate.Drb), (own.Candid, own.Jd, own.Drb));
    }

    [Fact]
    public void Decode_EveryRealPacket_IsTaken()
    {
        var decoder = new ZtfDecoder();
        var alerts = new List<ISurveyAlert>();
        var faults = new List<string>();

        foreach (var path in TestData.ZtfPackets())
        {
            if (decoder.Decode(File.ReadAllBytes(path), alerts) is { } fault)
                faults.Add($"{Path.GetFileName(path)}: {fault.Detail}");
        }

        Assert.Empty(faults);
        Assert.True(alerts.Count > TestData.ZtfPackets().Length, "one file holds three alerts");
    }

    [Fact]
    public void Decode_EveryRealPacket_HasLightCurvesInOrder()
    {
        var alerts = DecodeAll();

        foreach (var alert in alerts)
        {
            AssertIncreasing(alert.Detections.Select(p => p.Jd));
            AssertIncreasing(alert.NonDetections.Select(p => p.Jd));
            AssertIncreasing(alert.FpHists.Select(p => p.Jd));
            Assert.Contains(alert.Detections, p => p.Jd == alert.Jd);
        }
    }

    [Fact]
    public void Decode_PacketsBeforeObjectNames_MakeEachItsOwnObject()
    {
        var nameless = DecodeAll().Where(a => a.ObjectId == $"ZTF{a.Candid}").ToArray();

        Assert.Equal(7, nameless.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not an alert at all")]
    [InlineData("Obj\u0001")]
    public void Decode_NoPacket_SaysSo(string text)
    {
        var fault = new ZtfDecoder().Decode(System.Text.Encoding.Latin1.GetBytes(text), []);

        Assert.NotNull(fault);
        Assert.EndsWith(".", fault.Detail);
    }

    static void AssertIncreasing(IEnumerable<double> times)
    {
        var last = double.NegativeInfinity;
        foreach (var time in times)
        {
            Assert.True(time > last, $"{time} after {last}");
            last = time;
        }
    }

    static List<ZtfAlert> DecodeAll()
    {
        var decoder = new ZtfDecoder();
        var alerts = new List<ISurveyAlert>();
        foreach (var path in TestData.ZtfPackets())
            Assert.Null(decoder.Decode(File.ReadAllBytes(path), alerts));
        return [.. alerts.Cast<ZtfAlert>()];
    }

    static ZtfAlert PublishedAlert()
    {
        var alerts = new List<ISurveyAlert>();
        Assert.Null(new ZtfDecoder().Decode(File.ReadAllBytes(TestData.ZtfPacket("2695378462115010012.avro")), alerts));
        return (ZtfAlert)Assert.Single(alerts);
    }
}
