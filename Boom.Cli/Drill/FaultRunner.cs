using System.Collections.Concurrent;

namespace Boom.Cli.Drill;

/// <summary>Makes the faults of a plan happen, each at its time, and mends them.</summary>
/// <param name="servers">The servers.</param>
/// <param name="programs">The programs.</param>
/// <param name="time">Clock.</param>
internal sealed class FaultRunner(DrillServers servers, DrillPrograms programs, TimeProvider time)
{
    static readonly TimeSpan PieceDelay = TimeSpan.FromMilliseconds(150);

    /// <summary>Sentences about programs that did not end as they should.</summary>
    public ConcurrentQueue<string> Problems { get; } = new();

    /// <summary>Runs a plan, the faults of one target one after the other; returns when the last fault is mended.</summary>
    public Task RunAsync(IEnumerable<DrillFault> plan, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        return Task.WhenAll(plan.GroupBy(fault => fault.Target).Select(faults => RunAsync(faults, began, cancellationToken)));
    }

    async Task RunAsync(IEnumerable<DrillFault> faults, long began, CancellationToken cancellationToken)
    {
        foreach (var fault in faults)
        {
            // A program may take longer to end than was planned.
            var early = fault.At - time.GetElapsedTime(began);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, time, cancellationToken);
            var mend = await BreakAsync(fault, cancellationToken);
            await Task.Delay(fault.Duration, time, cancellationToken);
            await mend();
        }
    }

    async Task<Func<Task>> BreakAsync(DrillFault fault, CancellationToken cancellationToken)
    {
        if (fault.Kind is DrillFaultKind.KillProgram or DrillFaultKind.StopProgram or DrillFaultKind.FreezeProgram)
            return await BreakAsync(programs.Of(fault.Target), fault.Kind, cancellationToken);
        switch (fault.Kind)
        {
            case DrillFaultKind.Wipe:
                await servers.FlushValkeyAsync();
                return () => Task.CompletedTask;
            case DrillFaultKind.ForgetScripts:
                await servers.ForgetScriptsAsync();
                return () => Task.CompletedTask;
            default:
                return await BreakAsync(servers.Of(fault.Target), fault.Kind, cancellationToken);
        }
    }

    async Task<Func<Task>> BreakAsync(DrillProgram program, DrillFaultKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case DrillFaultKind.KillProgram:
                await program.KillAsync();
                break;
            case DrillFaultKind.StopProgram:
                if (await program.StopAsync(cancellationToken) is { } problem)
                    Problems.Enqueue(problem);
                break;
            default:
                program.Freeze();
                return () => Done(program.Thaw);
        }

        return () => Done(program.Start);
    }

    static async Task<Func<Task>> BreakAsync(DrillServer server, DrillFaultKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case DrillFaultKind.KillServer:
                await server.KillAsync();
                return () => server.StartAsync(cancellationToken);
            case DrillFaultKind.StopServer:
                await server.StopAsync(cancellationToken);
                return () => server.StartAsync(cancellationToken);
            case DrillFaultKind.FreezeServer:
                server.Freeze();
                return () => Done(server.Thaw);
            case DrillFaultKind.Cut:
                server.Proxy.Cut();
                break;
            case DrillFaultKind.Refuse:
                server.Proxy.Refuse();
                break;
            case DrillFaultKind.Hold:
                server.Proxy.Hold();
                break;
            default:
                server.Proxy.Delay = PieceDelay;
                break;
        }

        return () => Done(server.Proxy.Mend);
    }

    static Task Done(Action mend)
    {
        mend();
        return Task.CompletedTask;
    }
}
