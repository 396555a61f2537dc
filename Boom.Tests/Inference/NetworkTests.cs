using Boom.Inference;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Inference;

/// <summary>What is found out about a network when it is opened; each message names the network and the file.</summary>
public sealed class NetworkTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_SoundNetwork_IsReady()
    {
        TinyModel.Write(_folder.Path);

        using var network = Network.Open(TinyModel.Manifest, _folder.Path);

        Assert.Equal(64, network.Sha256.Length);
        Assert.InRange(NetworkTrial.Measure(network, TimeProvider.System), 0, 1000);
    }

    [Fact]
    public void Open_NoFile_SaysHowToGetOne() =>
        AssertRefused(TinyModel.Manifest, "boom models add");

    [Theory]
    [InlineData("")]
    [InlineData("not a network")]
    public void Open_NoNetwork_IsRefused(string bytes)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "tiny.onnx"), bytes);

        AssertRefused(TinyModel.Manifest, "is damaged, cut off, or no ONNX file");
    }

    [Fact]
    public void Open_HalfAFile_IsRefused()
    {
        TinyModel.Write(_folder.Path, TinyModel.Network[..^20]);

        AssertRefused(TinyModel.Manifest, "is damaged, cut off, or no ONNX file");
    }

    [Fact]
    public void Open_AnotherHash_NamesTheOneFound()
    {
        TinyModel.Write(_folder.Path);

        AssertRefused(TinyModel.Manifest with { Hashes = [new ModelHash(new string('0', 64), "nowhere")] }, "its SHA-256 is");
    }

    [Fact]
    public void Open_InputOfAnotherName_NamesThoseThatThereAre()
    {
        TinyModel.Write(_folder.Path);

        AssertRefused(
            TinyModel.Manifest with { Inputs = TinyModel.Manifest.Inputs.Remove("values").Add("features", TinyModel.Manifest.Inputs["values"]) },
            "has no input 'features'; it has 'image', 'values'");
    }

    [Fact]
    public void Open_InputThatTheManifestLeavesOut_IsNamed()
    {
        TinyModel.Write(_folder.Path);

        AssertRefused(TinyModel.Manifest with { Inputs = TinyModel.Manifest.Inputs.Remove("values") }, "has an input 'values'");
    }

    [Fact]
    public void Open_InputOfAnotherShape_NamesBoth()
    {
        TinyModel.Write(_folder.Path, TinyNetwork.Build(channels: 2, size: 4, numbers: 3));

        AssertRefused(TinyModel.Manifest, "wants float [N, 2, 4, 4] for input 'image'; its manifest gives float [N, 2, 3, 3]");
    }

    [Fact]
    public void Open_LayoutTheOtherWayRound_SaysWhatToWrite()
    {
        TinyModel.Write(_folder.Path);
        var image = TinyModel.Manifest.Inputs["image"] with { Layout = StampLayout.Nhwc };

        AssertRefused(TinyModel.Manifest with { Inputs = TinyModel.Manifest.Inputs.SetItem("image", image) }, "Say \"layout\": \"nchw\".");
    }

    [Fact]
    public void Open_OutputOfAnotherName_NamesThoseThatThereAre()
    {
        TinyModel.Write(_folder.Path);

        AssertRefused(TinyModel.Manifest with { Output = "probability" }, "has no output 'probability'; it has 'score'");
    }

    [Fact]
    public void Open_ScoreIsNoNumber_IsRefused()
    {
        TinyModel.Write(_folder.Path, TinyNetwork.Build(channels: 2, size: 3, numbers: 3, weight: float.NaN));

        AssertRefused(TinyModel.Manifest, "no finite score");
    }

    void AssertRefused(ModelManifest manifest, string expected)
    {
        var fault = Assert.Throws<ModelException>(() => Network.Open(manifest, _folder.Path));

        Assert.StartsWith("network tiny: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Contains("tiny.onnx", fault.Message, StringComparison.Ordinal);
    }
}
