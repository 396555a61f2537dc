using System.Text;
using Boom.Inference;
using Xunit;

namespace Boom.Tests.Inference;

public sealed class ModelManifestTests
{
    [Fact]
    public void Parse_Sound_IsWhatItSays()
    {
        var manifest = TinyModel.Manifest;

        Assert.Equal(("tiny", "ztf", "1", "tiny.onnx", "score"), (manifest.Key, manifest.Survey, manifest.Version, manifest.File, manifest.Output));
        Assert.Equal([1, 2, 3, 3], manifest.Inputs["image"].Shape(1));
        Assert.Equal([4, 3], manifest.Inputs["values"].Shape(4));
    }

    [Theory]
    [InlineData("\"key\": \"tiny\"", "\"key\": \"a.b\"", "key is 'a.b'")]
    [InlineData("\"file\": \"tiny.onnx\"", "\"file\": \"../tiny.onnx\"", "without a folder")]
    [InlineData("\"version\": \"1\"", "\"version\": \"\"", "version is empty")]
    [InlineData("\"survey\": \"ztf\"", "\"survey\": \"zft\"", "survey is 'zft'; it is one of")]
    [InlineData("\"size\": 3", "\"size\": 513", "1 to 512")]
    [InlineData("\"size\": 3", "\"size\": 0", "1 to 512")]
    [InlineData("\"columns\": [", "\"stamps\": [\"a\"], \"columns\": [", "either stamps or columns")]
    [InlineData("\"columns\": [\"candidate.fwhm\", \"properties.rock\", \"derived.nnondet\"]", "", "either stamps or columns")]
    [InlineData("\"derived.nnondet\"", "\"derived.\"", "empty name")]
    [InlineData("\"layout\": \"nchw\"", "\"layout\": \"chwn\"", "cannot be read")]
    [InlineData("\"output\"", "\"outputs\"", "cannot be read")]
    [InlineData("\"survey\": \"ztf\",", "", "cannot be read")]
    public void Parse_Unsound_NamesTheFileAndTheFault(string sound, string unsound, string expected)
    {
        var json = TinyModel.Json.Replace(sound, unsound, StringComparison.Ordinal);
        Assert.NotEqual(TinyModel.Json, json);

        var fault = Assert.Throws<ModelException>(() => ModelManifest.Parse(Encoding.UTF8.GetBytes(json), "tiny.json"));

        Assert.StartsWith("tiny.json: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Parse_NoManifest_IsRefused(string json) =>
        Assert.Throws<ModelException>(() => ModelManifest.Parse(Encoding.UTF8.GetBytes(json), "tiny.json"));

    [Fact]
    public void Known_Manifests_AreThoseOfTheDocumentation()
    {
        Assert.Equal(["acai_b", "acai_h", "acai_n", "acai_o", "acai_v", "boom_rb", "braai", "btsbot"], ModelFolder.Known.Keys.Order(StringComparer.Ordinal));
        Assert.All(ModelFolder.Known.Values, manifest => Assert.All(manifest.Hashes, hash => Assert.Equal(64, hash.Sha256.Length)));
        Assert.All(ModelFolder.Known.Values, manifest => Assert.NotEmpty(manifest.Licence));
    }

    [Fact]
    public void Equals_InputsThatAskForTheSame_AreEqual()
    {
        Assert.Equal(ModelFolder.Known["acai_h"].Inputs["triplets"], ModelFolder.Known["btsbot"].Inputs["triplet"]);
        Assert.NotEqual(ModelFolder.Known["acai_h"].Inputs["features"], ModelFolder.Known["btsbot"].Inputs["metadata"]);
    }

    [Theory]
    [InlineData("\"version\": \"1\"", "\"version\": 1", "the value of version in line 2 is of another kind than it should be: text, such as \"1\".")]
    [InlineData("\"version\": \"1\", ", "", "it lacks 'version'.")]
    [InlineData("\"version\": \"1\"", "\"version\": \"1\", \"lisence\": \"MIT\"", "'lisence' is no key of it; it has key, survey, version")]
    [InlineData("\"version\": \"1\"", "\"version\": \"1\", \"finds\": \"supernova\"", "the value of finds in line 2 is of another kind than it should be: transient, real or other.")]
    [InlineData("\"cutoutScience\"", "\"science\"", "inputs.image: 'science' is no cutout; there are cutoutScience, cutoutTemplate, cutoutDifference.")]
    [InlineData("\"version\": \"1\"", "\"version\": \"1\", \"policy\": \"allways\"", "policy: 'allways' is no policy")]
    public void Parse_Mistake_IsToldInTheWordsOfThePages(string from, string to, string message)
    {
        var json = TinyModel.Json.Replace(from, to, StringComparison.Ordinal);

        Assert.Contains(message, Assert.Throws<ModelException>(() => ModelManifest.Parse(Encoding.UTF8.GetBytes(json), "tiny.json")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"never\"", "never")]
    [InlineData("{\"candidate.drb\": {\"$gte\": 0.5}}", "{\"candidate.drb\": {\"$gte\": 0.5}}")]
    public void Parse_Policy_IsTextOrAMatchDocument(string policy, string expected)
    {
        var json = TinyModel.Json.Replace("\"version\": \"1\"", $"\"version\": \"1\", \"policy\": {policy}", StringComparison.Ordinal);

        Assert.Equal(expected, ModelManifest.Parse(Encoding.UTF8.GetBytes(json), "tiny.json").Policy);
    }

    [Fact]
    public void Parse_ByteOrderMark_IsPassedOver() =>
        Assert.Equal("tiny", ModelManifest.Parse([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(TinyModel.Json)], "tiny.json").Key);
}
