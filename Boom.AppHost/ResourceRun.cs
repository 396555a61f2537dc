using Microsoft.Extensions.DependencyInjection;

namespace Boom.AppHost;

/// <summary>Runs of a program that comes to an end, started by a command.</summary>
static class ResourceRun
{
    /// <summary>Whether it has begun and not ended.</summary>
    public static bool IsAtWork(IServiceProvider services, string name) =>
        Find(services, name)?.State?.Text is { } state && state != KnownResourceStates.NotStarted && !KnownResourceStates.TerminalStates.Contains(state);

    /// <summary>Starts it.</summary>
    public static Task<ExecuteCommandResult> StartAsync(ExecuteCommandContext context, IResource program) =>
        context.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(program, KnownResourceCommands.StartCommand, context.CancellationToken);

    /// <summary>Starts it, and waits for its end: its exit code, -1 when it could not be started, and its lines; or why it was not started.</summary>
    public static async Task<(ExecuteCommandResult? Refused, int ExitCode, IReadOnlyList<string> Lines)> CompleteAsync(ExecuteCommandContext context, IResource program)
    {
        var before = Find(context.Services, program.Name)?.StartTimeStamp;
        if (await StartAsync(context, program) is { Success: false } refused)
            return (refused, 0, []);
        var run = await context.Services.GetRequiredService<ResourceNotificationService>().WaitForResourceAsync(
            program.Name,
            known => HasEnded(known.Snapshot) && (known.Snapshot.StartTimeStamp != before || known.Snapshot.State?.Text == KnownResourceStates.FailedToStart),
            context.CancellationToken);
        var lines = await RunLines.ReadAsync(context.Services, run.ResourceId, run.Snapshot.StartTimeStamp, context.CancellationToken);
        return (null, run.Snapshot.ExitCode ?? -1, lines);
    }

    // One that could not be started has no exit code.
    static bool HasEnded(CustomResourceSnapshot known) => KnownResourceStates.TerminalStates.Contains(known.State?.Text)
        && (known.ExitCode is not null || known.State?.Text == KnownResourceStates.FailedToStart);

    static CustomResourceSnapshot? Find(IServiceProvider services, string name) =>
        services.GetRequiredService<ResourceNotificationService>().TryGetCurrentState(name, out var known) ? known.Snapshot : null;
}
