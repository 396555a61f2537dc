using System.CommandLine;
using System.Text.Json;
using Boom.Cli;
using Boom.Cli.Commands.Schemas;
using Boom.Cli.Diagnosis;
using Boom.Core.Surveys;
using Boom.Hosting;
using Boom.Messaging.Registry;
using Boom.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Cli.Schemas;

/// <summary><c>boom schemas</c>, without network: what is known is in the cache, or comes with the build.</summary>
public sealed class SchemasCommandTests : IDisposable
{
    static readonly string Schema101 = NumberedSurvey.Schema(10, 1, """{"name":"id","type":"long"},{"name":"flux","type":["null","float"]},{"name":"snr","type":"double"}""");

    readonly TemporaryFolder _folder = new();
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 4, 5, 0, TimeSpan.Zero));
    readonly SchemaCache _cache;
    readonly SchemaSubject _subject = new NumberedSurvey(new IncludedSchemas()).Schemas!;

    public SchemasCommandTests()
    {
        _cache = new SchemaCache(Path.Combine(_folder.Path, "schemas"), _time);
        _cache.Save(_subject, 1001, Schema101, "https://registry.example.org");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_CacheAndBuild_ToldWithSourceAndTime()
    {
        var run = await RunAsync("list");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("ztf       1000  10.0                       this build", run.Out, StringComparison.Ordinal);
        Assert.Contains("ztf       1001  10.1     2026-03-01 04:05  https://registry.example.org", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Json_HasEverySchema()
    {
        var run = await RunAsync("list", "--json");

        using var answer = JsonDocument.Parse(run.Out);
        Assert.Equal([1000, 1001], answer.RootElement.GetProperty("schemas").EnumerateArray().Select(schema => schema.GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task List_DamagedFile_IsBadNews()
    {
        await File.WriteAllTextAsync(_cache.PathOf(_subject, 1001), "damaged", TestContext.Current.CancellationToken);

        var run = await RunAsync("list");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(_cache.PathOf(_subject, 1001), run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1001")]
    [InlineData("10.1")]
    public async Task Show_NumberOrVersion_ListsItsFields(string which)
    {
        var run = await RunAsync("show", which);

        Assert.Contains("toy.v10_1.alert, number 1001, from ", run.Out, StringComparison.Ordinal);
        Assert.Contains("  flux   optional float", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_Compare_TellsTheChangesInWords()
    {
        var run = await RunAsync("show", "10.1", "--compare", "1000");

        Assert.Equal("From 10.0 to 10.1:\n  alert.flux is optional, was required\n  alert.snr added, double\n", run.Out);
    }

    [Fact]
    public async Task Show_Text_IsTheSchema() => Assert.Equal(Schema101 + "\n", (await RunAsync("show", "10.1", "--text")).Out);

    [Fact]
    public async Task Show_Json_HasTheSchema()
    {
        using var answer = JsonDocument.Parse((await RunAsync("show", "10.1", "--json")).Out);

        Assert.Equal("toy.v10_1", answer.RootElement.GetProperty("schema").GetProperty("namespace").GetString());
    }

    [Theory]
    [InlineData("eleven", "'eleven' is no number and no version of a schema: give e.g. 1000 or 10.0.")]
    [InlineData("99", "99 can be no schema of ZTF: give e.g. 1000 or 10.0.")]
    public async Task Show_WordThatIsNoSchema_IsAUsageError(string which, string expected)
    {
        var fault = await Assert.ThrowsAsync<ExitException>(() => RunAsync("show", which));

        Assert.Equal((ExitCode.Usage, expected), (fault.ExitCode, fault.Message));
    }

    [Fact]
    public async Task Check_Packets_TellsWhichWouldBeDecodedAndHowTheirSchemasDiffer()
    {
        var packets = Directory.CreateDirectory(Path.Combine(_folder.Path, "packets")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(packets, "a.avro"), NumberedSurvey.Packet(1001), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(packets, "b.avro"), NumberedSurvey.Packet(1001, bytes: 2), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(packets, "c.avro"), NumberedSurvey.Packet(1000), TestContext.Current.CancellationToken);

        var run = await RunAsync("check", packets);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ZTF: schema 1001, toy.v10_1.alert, from ", run.Out, StringComparison.Ordinal);
        Assert.Contains("  1 of 2 packets would be decoded", run.Out, StringComparison.Ordinal);
        Assert.Contains("  truncated: 1 packet\n  the first: It is too short.", run.Out, StringComparison.Ordinal);
        Assert.Contains("  compared with toy.v10_0.alert:\n    alert.flux is optional, was required\n    alert.snr added, double", run.Out, StringComparison.Ordinal);
        Assert.Contains("ZTF: schema 1000, toy.v10_0.alert, from this build", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("2 of 3 packets would be decoded.\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_SchemaNobodyKnows_IsToldAsADeadLetterWouldBe()
    {
        var packet = Path.Combine(_folder.Path, "a.avro");
        await File.WriteAllBytesAsync(packet, NumberedSurvey.Packet(1102), TestContext.Current.CancellationToken);

        using var answer = JsonDocument.Parse((await RunAsync("check", packet, "--json")).Out);

        var schema = answer.RootElement.GetProperty("schemas")[0];
        Assert.Equal((1102, 0), (schema.GetProperty("number").GetInt32(), schema.GetProperty("decoded").GetInt32()));
        Assert.Contains("no schema 1102 (11.2) of ZTF", schema.GetProperty("firstFault").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_SchemaThatCannotBeHad_IsTheFaultOfItsPacketsAlone()
    {
        var packets = Directory.CreateDirectory(Path.Combine(_folder.Path, "packets")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(packets, "a.avro"), NumberedSurvey.Packet(1001), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(packets, "b.avro"), NumberedSurvey.Packet(1102), TestContext.Current.CancellationToken);
        var trial = new PacketTrial([new NumberedSurvey(new AwaySchemas())], new AwaySchemas());

        foreach (var name in (string[])["a.avro", "b.avro"])
            await trial.AddAsync(await File.ReadAllBytesAsync(Path.Combine(packets, name), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        var results = await trial.SumUpAsync(TestContext.Current.CancellationToken);

        Assert.Equal([(1001u, 1L, ""), (1102u, 0L, "waits-for-schema")], results.Select(result => (result.Number!.Value, result.Decoded, string.Concat(result.Faults.Keys))));
    }

    [Fact]
    public async Task Check_FirstSurveyCallsItForeign_TheOneThatKnowsWhoseItIsSaysWhy()
    {
        var trial = new PacketTrial([new StrangerSurvey(), new NumberedSurvey(new IncludedSchemas()), new StrangerSurvey()], new IncludedSchemas());

        await trial.AddAsync(NumberedSurvey.Packet(1102), TestContext.Current.CancellationToken);

        Assert.Equal("schema", Assert.Single(Assert.Single(await trial.SumUpAsync(TestContext.Current.CancellationToken)).Faults.Keys));
    }

    [Fact]
    public async Task Fetch_NobodyToAsk_SaysSo()
    {
        var fault = await Assert.ThrowsAsync<ExitException>(() => RunAsync("fetch", "all"));

        Assert.Contains("Registry__Addresses__0", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_SurveyWithNumberedSchemas_TellsCacheAndSources()
    {
        var findings = await SchemaDiagnosis.RunAsync(
            _folder.Path, new SurveyCatalog([new NumberedSurvey(new IncludedSchemas())]), _time, TestContext.Current.CancellationToken);

        Assert.Equal(
            [Finding.Ok("schema cache", $"{_cache.Folder} can be written"), Finding.Ok("schemas", "ZTF: nobody is asked, known here: 1000, 1001")], findings);
    }

    async Task<CliRun> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var console = new CliConsole(output, error, _time, IsTerminal: false, HasColour: false);
        var root = new RootCommand { GlobalOptions.Data, GlobalOptions.Json, SchemasCommand.Create(console, schemas => new SurveyCatalog([new NumberedSurvey(schemas)])) };
        var exitCode = await root.Parse(["schemas", .. args, "--data", _folder.Path])
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}
