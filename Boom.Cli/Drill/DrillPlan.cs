namespace Boom.Cli.Drill;

/// <summary>The faults of one run, by seed.</summary>
internal static class DrillPlan
{
    const int MostFaults = 6;

    // A frozen program has to outlast the leases of a drill, or nothing happens to it.
    static readonly TimeSpan LongestFreeze = TimeSpan.FromSeconds(9);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    static readonly DrillFaultKind[] ProgramFaults =
        [DrillFaultKind.KillProgram, DrillFaultKind.KillProgram, DrillFaultKind.StopProgram, DrillFaultKind.FreezeProgram];

    static readonly DrillFaultKind[] ServerFaults =
    [
        DrillFaultKind.KillServer, DrillFaultKind.StopServer, DrillFaultKind.FreezeServer, DrillFaultKind.Cut, DrillFaultKind.Refuse,
        DrillFaultKind.Hold, DrillFaultKind.Slow,
    ];

    static readonly DrillFaultKind[] ValkeyFaults = [.. ServerFaults, DrillFaultKind.Wipe, DrillFaultKind.Wipe, DrillFaultKind.ForgetScripts];

    /// <summary>Two to six faults within the night; of one target never two at once. Equal arguments give equal plans.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="programs">Names of the programs.</param>
    /// <param name="servers">Names of the servers.</param>
    /// <param name="night">How long packets are published.</param>
    /// <param name="mayKill">Whether a server keeps what it has acknowledged when it is killed, or is not meant to keep anything.</param>
    public static IReadOnlyList<DrillFault> Create(
        ulong seed, IReadOnlyList<string> programs, IReadOnlyList<string> servers, TimeSpan night, Func<string, bool> mayKill)
    {
        var random = new Random(unchecked((int)(seed * 2654435761)));
        var wanted = random.Next(2, MostFaults + 1);
        var faults = new List<DrillFault>();
        for (var tries = 0; faults.Count < wanted && tries < 100; tries++)
        {
            var fault = Draw(random, programs, servers, night, mayKill);
            if (!faults.Exists(other => other.Target == fault.Target && other.At <= fault.End && fault.At <= other.End))
                faults.Add(fault);
        }

        faults.Sort((a, b) => a.At.CompareTo(b.At));
        return faults;
    }

    static DrillFault Draw(
        Random random, IReadOnlyList<string> programs, IReadOnlyList<string> servers, TimeSpan night, Func<string, bool> mayKill)
    {
        var at = night * random.NextDouble();
        if (random.Next(2) == 0 || servers.Count == 0)
        {
            var kind = ProgramFaults[random.Next(ProgramFaults.Length)];
            var target = programs[random.Next(programs.Count)];
            return new DrillFault(at, kind, target, kind == DrillFaultKind.FreezeProgram ? LongestFreeze * Share(random) : Longest * Share(random) / 2);
        }

        var server = servers[random.Next(servers.Count)];
        var kinds = server == DrillServers.ValkeyName ? ValkeyFaults : ServerFaults;
        var drawn = kinds[random.Next(kinds.Length)];
        if (drawn == DrillFaultKind.KillServer && !mayKill(server))
            drawn = DrillFaultKind.StopServer;
        var lasts = drawn is not (DrillFaultKind.Cut or DrillFaultKind.Wipe or DrillFaultKind.ForgetScripts);
        return new DrillFault(at, drawn, server, lasts ? Longest * Share(random) : TimeSpan.Zero);
    }

    static double Share(Random random) => 0.1 + (0.9 * random.NextDouble());
}
