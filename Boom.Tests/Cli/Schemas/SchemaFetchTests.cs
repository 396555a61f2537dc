using System.CommandLine;
using System.Text.Json;
using Boom.Cli;
using Boom.Cli.Commands.Schemas;
using Boom.Core.Surveys;
using Boom.Hosting;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Schemas;

/// <summary><c>boom schemas fetch</c> from a registry that gives some and not others.</summary>
public sealed class SchemaFetchTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly TestRegistry _registry = new();

    public SchemaFetchTests()
    {
        _registry.Versions[("alert-packet", 1001)] = NumberedSurvey.Schema(10, 1, """{"name":"id","type":"long"}""");
        _registry.Answer = path => path.Contains("1002", StringComparison.Ordinal) ? new TestReply(500, "{}") : _registry.AnswerAsRegistry(path);
    }

    public void Dispose()
    {
        _registry.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("1001", "1002")]
    [InlineData("1002", "1001")]
    public async Task Fetch_OneFails_JsonHasWhatWasFetchedAndWhy(string first, string second)
    {
        var (output, fault) = await RunAsync("fetch", first, second, "--json");

        Assert.Equal(ExitCode.Missing, fault!.ExitCode);
        Assert.Contains("500", fault.Message, StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(output);
        Assert.Equal([1001], answer.RootElement.GetProperty("schemas").EnumerateArray().Select(schema => schema.GetProperty("number").GetInt32()));
        Assert.Equal([fault.Message], answer.RootElement.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()));
    }

    [Fact]
    public async Task Fetch_CacheCannotBeWritten_IsOneSentenceWithTheRemedy()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "schemas"), "", TestContext.Current.CancellationToken);

        var (_, fault) = await RunAsync("fetch", "1001");

        Assert.Equal(ExitCode.Missing, fault!.ExitCode);
        Assert.StartsWith($"The data folder {_folder.Path} cannot be used (", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith(", or name another with --data.", fault.Message, StringComparison.Ordinal);
    }

    async Task<(string Out, ExitException? Fault)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var console = new CliConsole(output, error, TimeProvider.System, IsTerminal: false, HasColour: false);
        var root = new RootCommand
        {
            GlobalOptions.Data, GlobalOptions.Json, SchemasCommand.Create(console, schemas => new SurveyCatalog([new NumberedSurvey(schemas, _registry.Address)])),
        };
        try
        {
            await root.Parse(["schemas", .. args, "--data", _folder.Path])
                .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
            return (output.ToString(), null);
        }
        catch (ExitException fault)
        {
            return (output.ToString(), fault);
        }
    }
}
