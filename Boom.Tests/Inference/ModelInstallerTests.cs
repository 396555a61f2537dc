using Boom.Inference;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Inference;

public sealed class ModelInstallerTests : IDisposable
{
    readonly TemporaryFolder _source = new();
    readonly TemporaryFolder _target = new();
    readonly ModelFolder _folder;
    readonly ModelInstaller _installer;

    public ModelInstallerTests()
    {
        _folder = new ModelFolder(Path.Combine(_target.Path, "models"));
        _installer = new ModelInstaller(_folder);
    }

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Fact]
    public void Add_NetworkWithManifestBesideIt_BothAreInTheFolder()
    {
        var manifest = _installer.Add(TinyModel.Write(_source.Path));

        Assert.True(_folder.Has(manifest));
        Assert.Equal("1", _folder.Read().Manifests["tiny"].Version);
    }

    [Fact]
    public void Add_Again_TakesThePlaceOfTheOneBefore()
    {
        _installer.Add(TinyModel.Write(_source.Path));

        _installer.Add(TinyModel.Write(_source.Path, json: TinyModel.Json.Replace("\"version\": \"1\"", "\"version\": \"2\"", StringComparison.Ordinal)));

        Assert.Equal("2", _folder.Read().Manifests["tiny"].Version);
    }

    [Fact]
    public void Add_NoManifest_SaysWhatIsMissing()
    {
        var network = TinyModel.Write(_source.Path);
        File.Delete(Path.Combine(_source.Path, "tiny.json"));

        Assert.Contains("has no manifest", Assert.Throws<ModelException>(() => _installer.Add(network)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_ManifestWithAFault_IsTold()
    {
        var network = TinyModel.Write(_source.Path, json: TinyModel.Json.Replace("\"size\": 3", "\"size\": 0", StringComparison.Ordinal));

        Assert.Contains("1 to 512", Assert.Throws<ModelException>(() => _installer.Add(network)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_OtherJsonBesideIt_IsLeftAlone()
    {
        File.WriteAllText(Path.Combine(_source.Path, "a.json"), "[1, 2]");

        Assert.Equal("tiny", _installer.Add(TinyModel.Write(_source.Path)).Key);
    }

    [Fact]
    public void Add_DamagedNetwork_TheFolderStaysAsItWas()
    {
        var network = TinyModel.Write(_source.Path, TinyModel.Network[..^20]);

        Assert.Throws<ModelException>(() => _installer.Add(network));

        Assert.False(Directory.Exists(_folder.Path));
    }

    [Fact]
    public void Add_NoFile_SaysSo() =>
        Assert.Contains("there is no file", Assert.Throws<ModelException>(() => _installer.Add(Path.Combine(_source.Path, "none.onnx"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_ManifestThatCannotBeRead_IsAProblemAndTheOthersAreThere()
    {
        _installer.Add(TinyModel.Write(_source.Path));
        File.WriteAllText(Path.Combine(_folder.Path, "other.json"), "{");

        var (manifests, problems) = _folder.Read();

        Assert.Contains("tiny", manifests.Keys);
        Assert.Contains("other.json", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"key": "bbb", "surveyy": "ztf", "inputs": {}, "file": "other.onnx"}""")]
    [InlineData("""{"examples": [{"inputs": {}, "score": 1}]}""")]
    [InlineData("{")]
    public void Add_FaultyFileOfSomethingElseBeside_IsPassedOver(string other)
    {
        var network = TinyModel.Write(_source.Path);
        File.WriteAllText(Path.Combine(_source.Path, "aaa.json"), other);

        Assert.Equal("tiny", _installer.Add(network).Key);
    }

    [Fact]
    public void Add_OtherWeightsOfTheSameVersion_AreToldAndTheirExamplesDoNotStay()
    {
        var network = TinyModel.Write(_source.Path);
        File.WriteAllText(Path.Combine(_source.Path, "tiny.examples.json"), """{"examples": []}""");
        _installer.Add(network, out var first);
        _installer.Add(network, out var same);
        File.Delete(Path.Combine(_source.Path, "tiny.examples.json"));

        _installer.Add(TinyModel.Write(_source.Path, TinyNetwork.Build(channels: 2, size: 3, numbers: 3, weight: 2)), out var other);

        Assert.Equal((false, false, true), (first, same, other));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "tiny.examples.json")));
    }

    [Fact]
    public void Add_ColumnThatTheSurveyDoesNotDerive_IsNamed()
    {
        var network = TinyModel.Write(_source.Path, json: TinyModel.Json.Replace("derived.nnondet", "derived.ages", StringComparison.Ordinal));

        Assert.Contains("network tiny: the column derived.ages", Assert.Throws<ModelException>(() => _installer.Add(network)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_Folder_SaysSo() => Assert.Contains("is a folder", Assert.Throws<ModelException>(() => _installer.Add(_source.Path)).Message, StringComparison.Ordinal);
}
