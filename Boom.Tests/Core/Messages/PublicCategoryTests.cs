using Boom.Core.Messages;
using Boom.Core.Sky;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Messages;

public sealed class PublicCategoryTests
{
    // Scores and distances of matches; specification of the reference's categories.
    [Theory]
    [InlineData("0.5 0.95;1.5 0.75;5 0.45", "stellar")]
    [InlineData("2.0 0.3;1.5 0.75;5 0.45", "hosted")]
    [InlineData("2.5 0.8", "hostless")]
    [InlineData("", "hostless")]
    [InlineData(null, "unknown")]
    public void Make_LsstMatches_DecideTheCategory(string? matches, string category)
    {
        var input = PublicInputs.Lsst();
        (input.Candidate["ra"], input.Candidate["dec"]) = (150, 30);
        if (matches is null)
            input.Object.Remove("cross_matches");
        else
            input.Object["cross_matches"] = new BsonDocument("LSPSC", new BsonArray(matches.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Match)));
        var sky = SkyFootprint.Of([new HealpixRange(0, long.MaxValue - 1)]);
        using var stream = PublicStream.Of(SurveyCatalog.Default[Survey.Lsst], SurveyCatalog.Default, new EnrichmentSettings(sky))!;

        Assert.Equal($"babamul.lsst.no-ztf-match.{category}", stream.Make(input.ToDocuments()).Message!.Topic);
        Assert.Equal($"babamul.lsst.ztf-match.{category}", stream.Make((input with { Partner = PublicInputs.OfZtf[0].Object }).ToDocuments()).Message!.Topic);
    }

    [Fact]
    public void Make_LsstOutsideOfTheFootprint_IsUnknown()
    {
        var input = PublicInputs.Lsst();
        input.Object["cross_matches"] = new BsonDocument("LSPSC", new BsonArray());

        Assert.Equal("babamul.lsst.no-ztf-match.unknown", PublicInputs.Make(input).Message!.Topic);
    }

    [Theory]
    [InlineData("0.8", "hostless")]
    [InlineData("0.3", "hosted")]
    [InlineData("0.4", "hosted")]
    [InlineData("0.8 0.3", "hosted")]
    [InlineData("-99 -99 -99", "hostless")]
    public void Make_ZtfScores_DecideTheCategory(string scores, string category)
    {
        var input = PublicInputs.Ztf();
        for (var i = 1; i <= 3; i++)
        {
            foreach (var field in new[] { "sgscore", "distpsnr", "sgmag", "srmag", "simag", "szmag" })
                input.Candidate.Remove($"{field}{i}");
        }

        foreach (var (i, score) in scores.Split(' ').Index())
            input.Candidate[$"sgscore{i + 1}"] = double.Parse(score, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal($"babamul.ztf.no-lsst-match.{category}", PublicInputs.Make(input).Message!.Topic);
        Assert.Equal($"babamul.ztf.lsst-match.{category}", PublicInputs.Make(input with { Partner = PublicInputs.OfLsst[0].Object }).Message!.Topic);
    }

    [Fact]
    public void Make_ZtfStar_IsStellar()
    {
        var input = PublicInputs.Ztf();
        (input.Candidate["sgscore1"], input.Candidate["distpsnr1"]) = (0.9, 1.0);

        Assert.Equal("babamul.ztf.no-lsst-match.stellar", PublicInputs.Make(input).Message!.Topic);
    }

    static BsonDocument Match(string text)
    {
        var numbers = text.Split(' ').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return new BsonDocument { { "distance_arcsec", numbers[0] }, { "score", numbers[1] } };
    }
}
