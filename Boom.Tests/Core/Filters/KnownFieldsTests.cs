using System.Text.RegularExpressions;
using Boom.Core.Filters;
using Boom.Core.Surveys;
using Boom.Tests.Core.Surveys.Lsst;
using Boom.Tests.Core.Surveys.Ztf;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Filters;

/// <summary>The lists of fields by which misspelt ones are known, against what mappers write.</summary>
public sealed partial class KnownFieldsTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("a.b", true)]
    [InlineData("a.b.c", false)]
    [InlineData("a.x", false)]
    [InlineData("open.x", null)]
    [InlineData("open.known.x", false)]
    [InlineData("x", false)]
    public void Has_Path_TellsKnownFromUnknownFromOpen(string path, bool? expected)
        => Assert.Equal(expected, new KnownFields().With("a", "b c").With("open", "known *").Has(path));

    [Fact]
    public void Ztf_Lists_AreThoseOfThePackets()
    {
        var known = Known(Survey.Ztf);

        Assert.All(ZtfStoredFields.Parse(ZtfStoredFields.Candidate), field => Assert.True(known.Has($"candidate.{field.Name}"), field.Name));
        Assert.All(ZtfStoredFields.Parse(ZtfStoredFields.PrvCandidate), field => Assert.True(known.Has($"prv_candidates.{field.Name}") & known.Has($"prv_nondetections.{field.Name}"), field.Name));
        Assert.All(ZtfStoredFields.Parse(ZtfStoredFields.FpHist), field => Assert.True(known.Has($"fp_hists.{field.Name}"), field.Name));
    }

    [Fact]
    public void Lsst_Lists_AreThoseOfThePackets()
    {
        var known = Known(Survey.Lsst);

        Assert.All(LsstStoredFields.Parse(LsstStoredFields.Source), field => Assert.True(known.Has($"candidate.{field.Name}") & known.Has($"prv_candidates.{field.Name}"), field.Name));
        Assert.All(LsstStoredFields.Parse(LsstStoredFields.Forced), field => Assert.True(known.Has($"fp_hists.{field.Name}"), field.Name));
        Assert.All(LsstStoredFields.Parse(LsstStoredFields.SsSource), field => Assert.True(known.Has($"ss_source.{field.Name}"), field.Name));
    }

    [Theory]
    [InlineData(Survey.Ztf, "Ztf/ZtfBson.cs", new[] { "candidate", "prv_candidates", "prv_nondetections", "fp_hists" })]
    [InlineData(Survey.Lsst, "Lsst/LsstBson.cs", new[] { "candidate", "prv_candidates", "fp_hists" })]
    public void Lists_HaveWhatIsWritten(Survey survey, string file, string[] places)
    {
        var known = Known(survey);
        var written = Written().Matches(File.ReadAllText(Path.Combine(Repository.Root, "Boom.Core", "Surveys", file))).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.True(written.Count > 5);
        Assert.All(written, name => Assert.True(places.Any(place => known.Has($"{place}.{name}") == true), name));
    }

    [Theory]
    [InlineData(Survey.Decam, "Decam/DecamMapper.cs", "static void Source", new[] { "candidate", "prv_candidates" })]
    [InlineData(Survey.Winter, "Winter/WinterMapper.cs", "static void Point", new[] { "prv_candidates" })]
    public void Lists_OfAMapper_AreWhatItWrites(Survey survey, string file, string from, string[] places)
    {
        var known = Known(survey);
        var text = File.ReadAllText(Path.Combine(Repository.Root, "Boom.Core", "Surveys", file));
        var written = Written().Matches(text[text.IndexOf(from, StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);

        Assert.All(places, place => Assert.Equal(
            written, known.Paths.Where(path => path.StartsWith($"{place}.", StringComparison.Ordinal)).Select(path => path[(place.Length + 1)..]).Order(StringComparer.Ordinal)));
    }

    static KnownFields Known(Survey survey) => SurveyCatalog.Default[survey].FilterView.Known!;

    [GeneratedRegex("""writer(?:\.\w+\(|, )"(\w+)"u8""")]
    private static partial Regex Written();
}
