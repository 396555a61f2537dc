using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boom.AppHost;

/// <summary>
/// Programs that end by themselves with an exit code other than 0, as at a wrong setting: the console says what they said of it, as the dashboard does. Without the
/// servers nothing goes on: when they can not be started the app ends, with their exit code.
/// </summary>
sealed class FailedPrograms
{
    const int MostSentences = 5;

    // The last lines of a program may come after the word that it has ended.
    static readonly TimeSpan LinesPatience = TimeSpan.FromSeconds(5), LinesPause = TimeSpan.FromMilliseconds(200);

    readonly TextWriter _console;
    readonly IResource? _servers;
    volatile bool _haveServed;
    int _exitCode;

    FailedPrograms(TextWriter console, IResource? servers) => (_console, _servers) = (console, servers);

    /// <summary>Watches all programs but those that answer an operator, who is told.</summary>
    /// <param name="builder">The system.</param>
    /// <param name="console">Where sentences go.</param>
    /// <param name="servers">The program that has the servers; null when there is none.</param>
    public static FailedPrograms Watch(IDistributedApplicationBuilder builder, TextWriter console, IResource? servers)
    {
        var failed = new FailedPrograms(console, servers);

        // An end before the start is over is told here, without a trace.
        builder.Services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None));
        foreach (var program in builder.Resources.OfType<ProjectResource>().Where(program => program.Name != Operations.Name))
        {
            builder.Eventing.Subscribe<ResourceStoppedEvent>(program, failed.TellAsync);
            if (program == servers)
                builder.Eventing.Subscribe<ResourceReadyEvent>(program, (_, _) => Task.FromResult(failed._haveServed = true));
        }

        return failed;
    }

    /// <summary>Runs the app to its end; its exit code.</summary>
    public async Task<int> RunAsync(DistributedApplication app)
    {
        var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It was ended before its start was over.
        }

        return Volatile.Read(ref _exitCode);
    }

    async Task TellAsync(ResourceStoppedEvent stopped, CancellationToken cancellationToken)
    {
        var lifetime = stopped.Services.GetRequiredService<IHostApplicationLifetime>();
        if (stopped.ResourceEvent.Snapshot.ExitCode is not { } code || code == 0 || lifetime.ApplicationStopping.IsCancellationRequested)
            return;
        var lines = await ReadAsync(stopped, cancellationToken);
        var endsApp = stopped.Resource == _servers && !_haveServed;
        foreach (var sentence in Sentences(stopped.Resource.Name, code, lines, endsApp))
            await _console.WriteLineAsync(sentence);
        if (!endsApp)
            return;
        Volatile.Write(ref _exitCode, code);
        lifetime.StopApplication();
    }

    /// <summary>What the console says of a program that has failed.</summary>
    internal static IEnumerable<string> Sentences(string program, int exitCode, IReadOnlyList<string> errors, bool endsApp)
    {
        foreach (var line in errors.TakeLast(MostSentences))
            yield return $"{program}: {line}";
        yield return FormattableString.Invariant($"{program} has ended with exit code {exitCode}{(endsApp ? ", and the app ends with it." : "; its lines are in the dashboard.")}");
    }

    static async Task<IReadOnlyList<string>> ReadAsync(ResourceStoppedEvent stopped, CancellationToken cancellationToken)
    {
        var time = stopped.Services.GetService<TimeProvider>() ?? TimeProvider.System;
        var began = time.GetTimestamp();
        while (true)
        {
            var lines = await RunLines.ReadAsync(
                stopped.Services, stopped.ResourceEvent.ResourceId, stopped.ResourceEvent.Snapshot.StartTimeStamp, cancellationToken, errorsOnly: true);
            if (lines.Count > 0 || time.GetElapsedTime(began) > LinesPatience)
                return lines;
            await Task.Delay(LinesPause, time, cancellationToken);
        }
    }
}
