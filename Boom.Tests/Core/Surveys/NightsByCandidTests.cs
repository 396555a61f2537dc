using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Simulation;
using Boom.Tests.Core.Surveys.Lsst;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Surveys;

/// <summary>A night is looked for between two candids: whoever gives a rule for them must not hide an alert.</summary>
public sealed class NightsByCandidTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Survey.Ztf, "ztf", "containers")]
    [InlineData(Survey.Lsst, "lsst")]
    [InlineData(Survey.Decam, "decam")]
    [InlineData(Survey.Winter, "winter")]
    public async Task OfNight_EveryRealPacket_HasItsCandidBetweenThoseOfItsNight(Survey survey, params string[] folders)
    {
        var known = SurveyCatalog.With(new LsstTestSchemas())[survey];
        var alerts = new List<ISurveyAlert>();
        foreach (var packet in survey == Survey.Lsst ? LsstTestPacket.Real.Select(real => real.Bytes) : Files(folders))
            await known.DecodeAsync(packet, alerts, Token);

        Assert.NotEmpty(alerts);
        Assert.Empty(Missed(known, alerts.Select(alert => (alert.Candid, alert.Jd))));
    }

    [Theory]
    [InlineData(Survey.Ztf)]
    [InlineData(Survey.Lsst)]
    [InlineData(Survey.Decam)]
    [InlineData(Survey.Winter)]
    public void OfNight_EverySimulatedPacket_HasItsCandidBetweenThoseOfItsNight(Survey survey)
    {
        foreach (var night in new[] { new DateOnly(2023, 1, 1), new(2026, 7, 3), new(2040, 12, 31) })
        {
            var packets = new SimulatedNight(new SimulationOptions { Survey = survey, Alerts = 200, Night = night }).Packets();

            Assert.Empty(Missed(SurveyCatalog.Default[survey], packets.Select(packet => (packet.Candid, packet.Jd))));
        }
    }

    [Fact]
    public void OfNight_CandidsThatCountDays_NarrowTheLookUpDown()
    {
        var span = AlertSpan.OfNight(SurveyCatalog.Default[Survey.Ztf], new DateOnly(2026, 1, 1));

        Assert.True(span.LastCandid - span.FirstCandid <= 4_000_000_000_000_000);
    }

    // The number of a source tells its night, but not in one way: these two are of one schema version, five weeks apart.
    [Theory]
    [InlineData(169298433221853273, 2025, 9, 6)]
    [InlineData(7912941781254298, 2025, 10, 13)]
    public void OfNight_NumbersPackedInSeveralWays_AllAreLookedAt(long candid, int year, int month, int day)
    {
        var span = AlertSpan.OfNight(SurveyCatalog.Default[Survey.Lsst], new DateOnly(year, month, day));

        Assert.InRange(candid, span.FirstCandid, span.LastCandid);
    }

    // Invented samples have times that are no dates.
    static List<string> Missed(ISurvey survey, IEnumerable<(long Candid, double Jd)> alerts)
    {
        var missed = new List<string>();
        foreach (var (candid, jd) in alerts)
        {
            if (jd is not (> 2_450_000 and < 2_500_000))
                continue;
            var span = AlertSpan.OfNight(survey, AlertSpan.NightOf(survey, jd)!.Value);
            if (candid < span.FirstCandid || candid > span.LastCandid)
                missed.Add($"{candid} of {jd}");
        }

        return missed;
    }

    static IEnumerable<byte[]> Files(string[] folders) => folders
        .SelectMany(folder => Directory.GetFiles(Path.Combine(TestData.Require(), "alerts", folder), "*.avro", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)
        .Select(File.ReadAllBytes);
}
