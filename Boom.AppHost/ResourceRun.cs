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

    /// <summary>Starts it, and waits for its end: its exit code and lines, or why it did not start.</summary>
    public static async Task<(ExecuteCommandResult? Refused, int ExitCode, IReadOnlyList<string> Lines)> CompleteAsync(ExecuteCommandContext context, IResource program)
    {
        var before = Find(context.Services, program.Name)?.StartTimeStamp;
        if (await StartAsync(context, program) is { Success: false } refused)
            return (refused, 0, []);
        var run = await context.Services.GetRequiredService<ResourceNotificationService>().WaitForResourceAsync(
            program.Name,
            known => known.Snapshot is { ExitCode: not null } end && end.StartTimeStamp != before && KnownResourceStates.TerminalStates.Contains(end.State?.Text),
            context.CancellationToken);
        var lines = await RunLines.ReadAsync(context.Services, run.ResourceId, run.Snapshot.StartTimeStamp, context.CancellationToken);
        return (null, run.Snapshot.ExitCode!.Value, lines);
    }

    static CustomResourceSnapshot? Find(IServiceProvider services, string name) =>
        services.GetRequiredService<ResourceNotificationService>().TryGetCurrentState(name, out var known) ? known.Snapshot : null;
}
