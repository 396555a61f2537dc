using System.Runtime.InteropServices;
using System.Text.Json;
using Boom.Core.Bson;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Boom.Inference;
using Boom.Inference.Inputs;
using Boom.Tests.Core.Surveys.Ztf;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Inference;

/// <summary>The published networks give the published scores, from the packet on.</summary>
public sealed class PublishedNetworkTests(PublishedNetworks networks) : IClassFixture<PublishedNetworks>
{
    const long Candid = 2695378462115010012;

    [Theory]
    [InlineData("acai_h")]
    [InlineData("acai_n")]
    [InlineData("acai_v")]
    [InlineData("acai_o")]
    [InlineData("acai_b")]
    [InlineData("btsbot")]
    [InlineData("braai")]
    public void Of_PublishedExamples_DeviatesByLessThanTheTolerance(string key)
    {
        var folder = networks.Require();
        var manifest = ModelFolder.Known[key];
        using var network = Network.Open(manifest, folder.Path);

        var trial = NetworkTrial.Of(network, ModelExamples.Read(Path.Combine(folder.Path, ModelExamples.FileOf(manifest)), manifest), TimeProvider.System);

        Assert.Equal(39, trial.Count);
        Assert.InRange(trial.GreatestDeviation, 0, ModelExamples.Tolerance);
    }

    [Theory]
    [InlineData("acai_h", 0)]
    [InlineData("acai_n", 0.00028663874)]
    [InlineData("acai_v", 0.99384993)]
    [InlineData("acai_o", 0)]
    [InlineData("acai_b", 0.0020550787)]
    [InlineData("btsbot", 0)]
    [InlineData("braai", 0.98867035)]
    public void Run_PublishedAlert_HasTheScoresOfItsPacket(string key, double expected)
    {
        using var network = Network.Open(ModelFolder.Known[key], networks.Require().Path);
        using var slot = new NetworkSlot([network], new ZtfSurvey().CreateFeatures(FeatureRecipe.Training));

        slot.Begin(PublishedAlert());
        Assert.Null(slot.Run(0, out var score));

        Assert.Equal(expected, score, 1e-6);
    }

    [Fact]
    public void Fill_PublishedAlert_IsTheTripletOfItsCutouts()
    {
        var expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(networks.Example($"ztf_{Candid}.triplet.f32"))).ToArray();
        using var stamps = new StampTensor(ModelFolder.Known["braai"].Inputs["triplets"]);

        Assert.Null(stamps.Fill(PublishedAlert()));

        Assert.Equal(expected.Length, stamps.Values.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], stamps.Values[i], 1e-7f);
    }

    [Theory]
    [InlineData("acai_h", "features", FeatureRecipe.Training, "acaiFeatures")]
    [InlineData("btsbot", "metadata", FeatureRecipe.Training, "btsbotMetadataTraining")]
    [InlineData("btsbot", "metadata", FeatureRecipe.Reference, "btsbotMetadataReference")]
    public void Fill_PublishedAlert_IsItsRowOfNumbers(string key, string tensor, FeatureRecipe recipe, string row)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(networks.Example($"ztf_{Candid}.expected.json")));
        var expected = Find(document.RootElement, row)!.Value.EnumerateArray().Select(number => number.GetSingle()).ToArray();
        using var columns = new ColumnTensor(ModelFolder.Known[key].Inputs[tensor], new ZtfSurvey().CreateFeatures(recipe));

        Assert.Null(columns.Fill(PublishedAlert()));

        Assert.Equal(expected.Length, columns.Values.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], columns.Values[i], Math.Abs(expected[i]) * 1e-6f);
    }

    internal static AlertInputs PublishedAlert()
    {
        var alert = ZtfPacketEdits.Decode(File.ReadAllBytes(TestData.ZtfPacket($"{Candid}.avro")));
        var (document, objectDocument) = ZtfEnriched.Documents(alert);
        using var writer = new BsonWriter();
        writer.BeginRoot();
        writer.Binary("cutoutScience"u8, alert.CutoutScience.Span);
        writer.Binary("cutoutTemplate"u8, alert.CutoutTemplate.Span);
        writer.Binary("cutoutDifference"u8, alert.CutoutDifference.Span);
        return new AlertInputs(AlertToEnrich.Read(Candid, document), objectDocument, writer.EndRoot().ToArray());
    }

    static JsonElement? Find(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        return element.TryGetProperty(name, out var found)
            ? found
            : element.EnumerateObject().Select(property => Find(property.Value, name)).FirstOrDefault(inner => inner is not null);
    }
}
