using System.Text.Json;
using Boom.Tests.Inference;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli;

public sealed class ModelsCommandTests : IDisposable
{
    readonly TemporaryFolder _source = new();
    readonly TemporaryFolder _data = new();

    public void Dispose()
    {
        _source.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task List_NothingAdded_EveryNetworkIsNotHere()
    {
        var run = await RunAsync("models", "list");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("not here", run.Out, StringComparison.Ordinal);
        Assert.Contains("boom models add", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_AfterAdd_TellsTheTimeOfAnAlert()
    {
        Assert.Equal(0, (await RunAsync("models", "add", TinyModel.Write(_source.Path))).ExitCode);

        var model = await ModelAsync("list");

        Assert.True(model.GetProperty("found").GetBoolean());
        Assert.InRange(model.GetProperty("millisecondsPerAlert").GetDouble(), 0, 1000);
    }

    [Fact]
    public async Task List_FileWasDamaged_SaysSoWithCode1()
    {
        await RunAsync("models", "add", TinyModel.Write(_source.Path));
        await File.WriteAllTextAsync(Path.Combine(_data.Path, "models", "tiny.onnx"), "damage", TestContext.Current.CancellationToken);

        var run = await RunAsync("models", "list");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("unusable", run.Out, StringComparison.Ordinal);
        Assert.Contains("network tiny", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_OneOfTwoIsNone_TheOtherIsAddedAndTheCodeIs1()
    {
        var run = await RunAsync("models", "add", Path.Combine(_source.Path, "none.onnx"), TinyModel.Write(_source.Path));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("tiny 1:", run.Out, StringComparison.Ordinal);
        Assert.Contains("there is no file", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5, 0, true)]
    [InlineData(0.500002, 1, false)]
    public async Task Verify_Examples_JudgesByTheGreatestDeviation(double score, int exitCode, bool isSound)
    {
        AddWithExamples($$"""{"examples": [{"inputs": {"image": {{Zeros(18)}}, "values": "AAAAAAAAAAAAAAAA"}, "score": {{score.ToString(System.Globalization.CultureInfo.InvariantCulture)}}}]}""");

        var run = await RunAsync("models", "verify", "--json");

        Assert.Equal(exitCode, run.ExitCode);
        var verdict = JsonDocument.Parse(run.Out).RootElement.GetProperty("models").EnumerateArray().Single(model => model.GetProperty("name").GetString() == "tiny");
        Assert.Equal(isSound, verdict.GetProperty("sound").GetBoolean());
        Assert.Equal(1, verdict.GetProperty("examples").GetInt32());
    }

    [Theory]
    [InlineData("""{"examples": []}""")]
    [InlineData("""{"examples": [{"inputs": null, "score": 0.5}]}""")]
    [InlineData("{}")]
    [InlineData("[")]
    public async Task Verify_FileWithoutAnExample_IsNotSound(string examples)
    {
        AddWithExamples(examples);

        var run = await RunAsync("models", "verify");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("tiny.examples.json", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_NoExamples_IsNotSound()
    {
        await RunAsync("models", "add", TinyModel.Write(_source.Path));

        var run = await RunAsync("models", "verify");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no golden examples", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ExampleOfAnotherLength_IsTold()
    {
        AddWithExamples($$"""{"examples": [{"inputs": {"image": {{Zeros(17)}}, "values": [0, 0, 0]}, "score": 0.5}]}""");

        var run = await RunAsync("models", "verify");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("example 1: input 'image' has 17 numbers; the network takes 18.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_NetworkIsNotThere_EndsWithCode3() => Assert.Equal(3, (await RunAsync("models", "verify", "tiny")).ExitCode);

    [Fact]
    public async Task Verify_NothingAdded_TheNetworkThatComesWithBoomIsSound()
    {
        var run = await RunAsync("models", "verify", "--json");

        Assert.Equal(0, run.ExitCode);
        var verdict = Assert.Single(JsonDocument.Parse(run.Out).RootElement.GetProperty("models").EnumerateArray());
        Assert.Equal("boom_rb", verdict.GetProperty("name").GetString());
        Assert.InRange(verdict.GetProperty("greatestDeviation").GetDouble(), 0, 1e-6);
    }

    static string Zeros(int count) => $"[{string.Join(", ", Enumerable.Repeat("0", count))}]";

    void AddWithExamples(string examples)
    {
        File.WriteAllText(Path.Combine(_source.Path, "tiny.examples.json"), examples);
        new Boom.Inference.ModelInstaller(new(Path.Combine(_data.Path, "models"))).Add(TinyModel.Write(_source.Path));
    }

    async Task<JsonElement> ModelAsync(string command) => JsonDocument.Parse((await RunAsync("models", command, "--json")).Out).RootElement
        .GetProperty("models").EnumerateArray().Single(model => model.GetProperty("name").GetString() == "tiny").Clone();

    Task<CliRun> RunAsync(params string[] words) => CliRun.OfAsync([.. words, "--data", _data.Path]);
}
