namespace Boom.Lab.Bench.Visits;

/// <summary>How one visit went.</summary>
/// <param name="Released">When its packets could be read, from the first release.</param>
/// <param name="Backlog">Most packets that were released and not stored while it was the last one.</param>
/// <param name="Stored">From its release until all packets up to its last were stored; null when they were not.</param>
internal sealed record VisitCourse(TimeSpan Released, long Backlog, TimeSpan? Stored);

/// <summary>What <c>boom bench visits</c> has found.</summary>
/// <param name="Options">What was asked.</param>
/// <param name="Visits">Each visit.</param>
/// <param name="Published">Packets published.</param>
/// <param name="Accounted">Packets that have an outcome in the end.</param>
/// <param name="DeadLettered">Of these, dead letters.</param>
/// <param name="PeakResidentBytes">Largest resident memory of <c>boom run</c>, files that it has mapped included.</param>
/// <param name="PeakOwnBytes">Largest memory of its own, without mapped files.</param>
/// <param name="Cpu">Its processor time.</param>
/// <param name="Elapsed">From the first release to the end.</param>
internal sealed record VisitFigures(
    VisitOptions Options, IReadOnlyList<VisitCourse> Visits, long Published, long Accounted, long DeadLettered, long PeakResidentBytes, long PeakOwnBytes,
    TimeSpan Cpu, TimeSpan Elapsed)
{
    const long GoalBytes = 768L << 20;
    const double Mebibyte = 1 << 20;

    /// <summary>Packets without an outcome.</summary>
    public long Lost => Published - Accounted;

    /// <summary>Tables for people; they are valid Markdown.</summary>
    public void WriteText(TextWriter output, MachineDescription machine)
    {
        output.WriteLine(Text($"{machine.Cpu}, {machine.Cores} cores; {machine.System}; {machine.Runtime}"));
        output.WriteLine(Text($"boom {machine.Version}; load average before: {machine.LoadBefore:0.00}"));
        output.WriteLine(Text($"{Options.Visits} visits of {Options.Alerts:#,0} alerts, {Options.Cadence.TotalSeconds:0.#} s apart, {Options.Partitions} partitions"));
        output.WriteLine();
        output.WriteLine("| visit | released after s | largest backlog | all stored after s |");
        output.WriteLine("| ---: | ---: | ---: | ---: |");
        for (var i = 0; i < Visits.Count; i++)
        {
            var stored = Visits[i].Stored is { } after ? Text($"{after.TotalSeconds:0.0}") : "never";
            output.WriteLine(Text($"| {i + 1} | {Visits[i].Released.TotalSeconds:0.0} | {Visits[i].Backlog:#,0} | {stored} |"));
        }

        output.WriteLine();
        output.WriteLine(Text($"{Published:#,0} published, {Accounted:#,0} accounted for ({DeadLettered:#,0} dead letters), {Lost:#,0} lost, in {Elapsed.TotalSeconds:0.0} s."));
        output.WriteLine(Text(
            $"boom run: {PeakOwnBytes / Mebibyte:0} MiB of its own at most, {PeakResidentBytes / Mebibyte:0} MiB with mapped files (goal: at most {GoalBytes / Mebibyte:0}), {Cpu.TotalMilliseconds / Math.Max(1, Accounted):0.00} ms of processor a packet."));
    }

    public void WriteJson(TextWriter output, MachineDescription machine) => LabJson.Write(output, new VisitsJson(
        machine, Options.Visits, Options.Alerts, Options.Cadence.TotalSeconds,
        Visits.Select(visit => new VisitJson(visit.Released.TotalSeconds, visit.Backlog, visit.Stored?.TotalSeconds)), Published, Accounted, DeadLettered, Lost,
        PeakResidentBytes, PeakOwnBytes, Cpu.TotalSeconds, Elapsed.TotalSeconds));

    static string Text(FormattableString text) => FormattableString.Invariant(text);
}
