using Boom.Core.Bson;
using Boom.Core.Photometry;
using Boom.Core.Surveys;
using Boom.Simulation;
using Boom.Simulation.LightCurves;
using Boom.Simulation.Objects;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Pipeline;

/// <summary>A simulated night through alert worker and enricher: what is stored agrees with what the simulation knows to be true.</summary>
public sealed class SimulatedTruthTests(SimulatedTruthTests.Night night) : IClassFixture<SimulatedTruthTests.Night>
{
    [Fact]
    public void Enrich_Peaks_ScatterAboutTheTruthByTheirErrors()
    {
        var residuals = new List<double>();
        foreach (var (truth, properties, _) in night.Real())
        {
            foreach (var band in Bands(properties))
            {
                // In flux: a forced detection of a source that is dark just then has no true magnitude.
                var (flux, fluxErr) = Magnitudes.ToFlux(
                    (float)band.Value["peak_mag"].AsDouble, (float)band.Value["peak_mag_err"].AsDouble, Magnitudes.MicrojanskyZeroPoint);
                var expected = Math.Abs(truth.DifferenceFluxMicroJy(band.Value["peak_jd"].AsDouble, Fid(band.Name)));
                residuals.Add((flux - expected) / fluxErr);
            }
        }

        Assert.True(residuals.Count > 1000, $"{residuals.Count} peaks");

        // The brightest of several points is bright by chance as well, hence a mean above 0.
        Assert.InRange(residuals.Average(), -0.2, 1.5);
        Assert.InRange(Share(residuals, r => Math.Abs(r) < 4), 0.98, 1);
    }

    [Theory]
    [InlineData("rising")]
    [InlineData("fading")]
    public void Enrich_Rates_ScatterAboutTheTruthByTheirErrors(string side)
    {
        var residuals = new List<double>();
        foreach (var (truth, properties, points) in night.Real().Where(o => o.Truth.LightCurve is TransientCurve))
        {
            foreach (var band in Bands(properties).Where(b => b.Value[side].IsBsonDocument && b.Value[side]["nb_data"].AsInt32 >= 5))
            {
                var expected = TrueRate(truth, band.Name, points, band.Value["peak_jd"].AsDouble, side == "rising");
                residuals.Add((band.Value[side]["rate"].AsDouble - expected) / band.Value[side]["rate_error"].AsDouble);
            }
        }

        Assert.True(residuals.Count > 50, $"{residuals.Count} rates");
        Assert.InRange(Share(residuals, r => Math.Abs(r) < 4), 0.95, 1);
        Assert.InRange(Math.Sqrt(residuals.Average(r => r * r)), 0.4, 2);
    }

    [Fact]
    public void Enrich_Asteroids_AreRocksThatDoNotStay()
    {
        var asteroids = night.Objects().Where(o => o.Truth.Class == ObjectClass.Asteroid).ToArray();

        Assert.NotEmpty(asteroids);
        Assert.All(asteroids, a => Assert.Equal(a.Truth.Designation, a.Properties["sso"]["designation"].AsString));
        Assert.InRange(Share(asteroids, a => a.Properties["rock"].AsBoolean), 0.8, 1);
        Assert.InRange(Share(asteroids, a => a.Properties["stationary"].AsBoolean), 0, 0.2);
    }

    [Fact]
    public void Enrich_Supernovae_AreNoRocks() =>
        Assert.All(night.Objects().Where(o => o.Truth.Class is ObjectClass.SnIa or ObjectClass.SnIi), o => Assert.False(o.Properties["rock"].AsBoolean));

    static double TrueRate(ObjectTruth truth, string band, IReadOnlyList<MagnitudePoint> points, double peakJd, bool rising)
    {
        var segment = points.Where(p => Name(p.Band) == band && (rising ? p.Jd <= peakJd : p.Jd >= peakJd)).ToArray();
        float[] times = [.. segment.Select(p => (float)(p.Jd - segment[0].Jd))];
        float[] magnitudes = [.. segment.Select(p => (float)truth.DifferenceMagnitude(p.Jd, Fid(band)))];
        return WeightedLine.Fit(times, magnitudes, [.. segment.Select(p => p.MagErr)])!.Value.Rate;
    }

    static IEnumerable<BsonElement> Bands(BsonDocument properties) =>
        properties["photstats"].AsBsonDocument.Where(band => band.Value.IsBsonDocument);

    static int Fid(string band) => band == "g" ? 1 : 2;

    static string Name(PhotometricBand band) => band.ToString().ToLowerInvariant();

    static double Share<T>(IReadOnlyCollection<T> items, Func<T, bool> holds) => (double)items.Count(holds) / items.Count;

    /// <summary>The night, stored and enriched once for all tests.</summary>
    public sealed class Night : IAsyncLifetime
    {
        readonly StoreFixture _fixture = new();
        readonly List<(ObjectTruth Truth, BsonDocument Properties, IReadOnlyList<MagnitudePoint> Points)> _objects = [];

        public async ValueTask InitializeAsync()
        {
            var simulated = new SimulatedNight(new SimulationOptions { Alerts = 2500, Seed = 5 });
            foreach (var chunk in simulated.Packets().Chunk(250))
                await _fixture.IngestAsync([.. chunk.Select(p => p.ToArray())]);

            // The last alert of each object knows its whole light curve.
            foreach (var group in simulated.Packets().GroupBy(p => p.ObjectOrdinal))
            {
                var last = group.Last();
                await _fixture.EnrichAsync(last.Candid);
                var properties = (await _fixture.AlertAsync(last.Candid))["properties"].AsBsonDocument;
                _objects.Add((last.Truth(), properties, await PointsAsync(last.Truth().ObjectId, last.Jd)));
            }
        }

        internal IEnumerable<(ObjectTruth Truth, BsonDocument Properties, IReadOnlyList<MagnitudePoint> Points)> Objects() => _objects;

        /// <summary>Objects that exist: an artefact has no true brightness.</summary>
        internal IEnumerable<(ObjectTruth Truth, BsonDocument Properties, IReadOnlyList<MagnitudePoint> Points)> Real() =>
            _objects.Where(o => o.Truth.Class != ObjectClass.Artefact);

        public ValueTask DisposeAsync()
        {
            _fixture.Dispose();
            return ValueTask.CompletedTask;
        }

        async Task<IReadOnlyList<MagnitudePoint>> PointsAsync(string objectId, double untilJd)
        {
            var document = (await _fixture.Store.ReadObjectsAsync(Survey.Ztf, [objectId], default))[objectId];
            var points = new List<MagnitudePoint>();
            Collect(document, untilJd, points);
            var prepared = points.ToArray();
            return prepared[..LightCurveAnalyser.Prepare(prepared)];
        }

        static void Collect(byte[] document, double untilJd, List<MagnitudePoint> points)
        {
            var reader = new BsonReader(document);
            if (reader.Find("prv_candidates"u8))
                LightCurveBson.AddDetections(reader.Value, untilJd, DetectionRule.Measured, points);
            reader = new BsonReader(document);
            if (reader.Find("fp_hists"u8))
                LightCurveBson.AddDetections(reader.Value, untilJd, DetectionRule.ProcessedForced, points);
        }
    }
}
