using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Boom.AppHost.Tests;

/// <summary>What the console says of programs that can not run as they are set.</summary>
public sealed class FailedProgramsTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly string _data = Directory.CreateTempSubdirectory("boom-app-").FullName;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData(false, "servers has ended with exit code 2; its lines are in the dashboard.")]
    [InlineData(true, "servers has ended with exit code 2, and the app ends with it.")]
    public void Sentences_Lines_AreThoseOfTheEndAndTheExitCode(bool endsApp, string last) => Assert.Equal(
        ["servers: 2", "servers: 3", "servers: 4", "servers: 5", "servers: 6", last],
        FailedPrograms.Sentences("servers", 2, ["1", "2", "3", "4", "5", "6"], endsApp));

    [Fact]
    public async Task Run_ServersAreSetWrong_EndsWithTheirSentenceAndExitCode()
    {
        using var app = Start([], ("Readers__Username", "x"));

        var (exitCode, errors) = await EndAsync(app, until: null);

        Assert.Contains("servers: Readers:Password is missing", errors, StringComparison.Ordinal);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task Run_AStageIsSetWrong_SaysItsSentenceAndGoesOn()
    {
        using var app = Start(["--Boom:Surveys:0:Name=ztf", "--Boom:Surveys:0:FilterWorkers=1", "--Boom:Surveys:0:Settings:Streams__Publik__Enabled=true"]);

        var (_, errors) = await EndAsync(app, until: "filter-worker-ztf has ended with exit code 2");

        Assert.Contains("filter-worker-ztf: boom-filter-worker: Streams:Publik", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("servers has ended", errors, StringComparison.Ordinal);
    }

    // As launchSettings.json starts it, at ports of its own.
    Process Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(BuiltProgram).Assembly.Location, "--Boom:Servers=embedded", $"--Boom:Data={_data}", "--Boom:Player:Enabled=false", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("ConnectionStrings", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        (string, string)[] ofTheApp =
        [
            ("DOTNET_ENVIRONMENT", "Development"), ("ASPNETCORE_ENVIRONMENT", "Development"), ("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true"),
            ("ASPNETCORE_URLS", FreeAddress()), ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", FreeAddress()), ("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", FreeAddress()),
        ];
        foreach (var (name, value) in ofTheApp.Concat(environment))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    // Reads the error stream to its end, or until it says something; the app is told to end then.
    static async Task<(int ExitCode, string Errors)> EndAsync(Process app, string? until)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        var output = app.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = new List<string>();
        try
        {
            while (await app.StandardError.ReadLineAsync(patience.Token) is { } line)
            {
                errors.Add(line);
                if (until is not null && line.Contains(until, StringComparison.Ordinal))
                {
                    using var end = Process.Start("kill", ["-TERM", $"{app.Id}"]);
                }
            }

            await app.WaitForExitAsync(patience.Token);
            return (app.ExitCode, string.Join('\n', errors));
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            app.Kill(entireProcessTree: true);
            Assert.Fail($"Not in time.\n{string.Join('\n', errors)}\n{await output}");
            throw;
        }
    }

    static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }
}
