using System.Globalization;
using Boom.Core.Messages;

namespace Boom.Lab.Bench.Latency;

/// <summary>What <c>boom bench latency</c> has found.</summary>
/// <param name="Options">What was asked.</param>
/// <param name="Networks">Networks, by key.</param>
/// <param name="Filters">Active filters.</param>
/// <param name="Uniform">Alerts at equal distances, those for warming up included.</param>
/// <param name="Burst">Alerts all at once; null when there was no burst.</param>
/// <param name="Candids">Candid of each packet.</param>
internal sealed record LatencyFigures(
    LatencyOptions Options, IReadOnlyList<string> Networks, int Filters, LatencyPart Uniform, LatencyPart? Burst, IReadOnlyList<long> Candids)
{
    const double MedianGoalMs = 100;
    const double TailGoalMs = 1000;
    const double BurstGoalSeconds = 10;
    const int SlowestCount = 5;

    // A publisher that is later than this for one packet in a hundred has not kept the rate: as late as half of the messages may be.
    const double KeptMs = MedianGoalMs;

    readonly Dictionary<(string Topic, string Id), int> _numbers = [];

    /// <summary>Messages of alerts that came after those for warming up.</summary>
    public IReadOnlyList<SentMessage> Measured => [.. Uniform.Messages.Where(message => message.ReceivedAtMs >= MeasuredFromMs)];

    /// <summary>Messages that the brokers confirmed and nobody could read.</summary>
    public long Missing => Uniform.Sent - Uniform.Messages.Count + (Burst is { } burst ? burst.Sent - burst.Messages.Count : 0);

    double MeasuredFromMs => Uniform.BeganAtMs + (1000 * Options.WarmUp / Options.Rate);

    /// <summary>How late packets were published, milliseconds.</summary>
    public LatencySpread Lateness => LatencySpread.Of(Late().OfType<double>());

    /// <summary>From when the packet should have been published until the message was sent, milliseconds: what a publisher that was held up does not make smaller.</summary>
    public LatencySpread SinceDue => LatencySpread.Of(Late().Zip(Measured, (late, message) => SentMessage.Whole.Milliseconds(message) + (late ?? 0)));

    /// <summary>Whether the publisher kept its rate.</summary>
    public bool KeptRate => Lateness.P99 <= KeptMs;

    /// <summary>Tables for people; they are valid Markdown.</summary>
    public void WriteText(TextWriter output, MachineDescription machine)
    {
        output.WriteLine(Text($"{machine.Cpu}, {machine.Cores} cores; {machine.System}; {machine.Runtime}"));
        output.WriteLine(Text($"boom {machine.Version}; load average before: {machine.LoadBefore:0.00}"));
        output.WriteLine(Text($"Seed {Options.Seed}; networks {string.Join(", ", Networks)}; {Filters} active filters and the public streams; stamps of the headers, which are whole milliseconds"));
        output.WriteLine();
        var measured = Measured;
        output.WriteLine(Text(
            $"{Options.Uniform:#,0} alerts, {Options.Rate:0.###} a second, after {Options.WarmUp:#,0} for warming up: {measured.Count:#,0} messages; {Uniform.Processors:0.00} processors busy."));
        WriteRate(output);
        output.WriteLine();
        output.WriteLine("| ms | p50 | p90 | p99 | max | goal |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | --- |");
        foreach (var step in SentMessage.Steps)
            WriteRow(output, step, measured, "");
        WriteRow(output, SentMessage.Whole, measured, Text($"p50 ≤ {MedianGoalMs:#,0}, p99 ≤ {TailGoalMs:#,0}"));
        WriteRow(output, "due → sent", SinceDue, "");
        WriteRow(output, SentMessage.Reading, measured, "");
        WriteSlowest(output, measured);
        if (Burst is { } burst)
            WriteBurst(output, burst);
        if (Missing != 0)
            output.WriteLine(Text($"{Missing:#,0} messages were confirmed and not read: the figures are of the others."));
    }

    /// <summary>The same for programs.</summary>
    public void WriteJson(TextWriter output, MachineDescription machine)
    {
        var measured = Measured;
        LabJson.Write(output, new LatencyJson(
            machine, Options.Seed, Networks, Filters, Options.Rate, Options.Uniform, Options.WarmUp, measured.Count, KeptRate, Json("lateness", Lateness),
            Uniform.Processors, [
                .. SentMessage.Steps.Append(SentMessage.Whole).Append(SentMessage.Reading).Select(step => Json(step.Title, Of(step, measured))),
                Json("due → sent", SinceDue),
            ],
            MedianGoalMs, TailGoalMs, [.. Slowest(measured).Select(message => new SlowAlertJson(
                CandidOf(message), message.ObjectId, SentMessage.Whole.Milliseconds(message), SentMessage.Steps.Select(step => step.Milliseconds(message))))],
            Burst is { } burst ? new BurstJson(
                burst.Count, burst.Messages.Count, burst.Published.TotalSeconds, burst.LastMessageSeconds, BurstGoalSeconds, burst.Processors,
                Json(SentMessage.Whole.Title, Of(SentMessage.Whole, burst.Messages))) : null,
            Missing));
    }

    void WriteRate(TextWriter output)
    {
        var late = Lateness;
        output.WriteLine(KeptRate
            ? Text($"The publisher kept its rate: packets were late by {late.P50:0} ms (p50), {late.P99:0} ms (p99), {late.Max:0} ms (max).")
            : Text($"The publisher did not keep its rate: packets were late by {late.P50:0} ms (p50), {late.P99:0} ms (p99), {late.Max:0} ms (max). Arrivals were not uniform, and what is told of them is no answer to what was asked."));
    }

    IReadOnlyList<double?> Late() => (Uniform with { Messages = Measured }).Lateness(Options.Rate, NumberOf);

    static void WriteRow(TextWriter output, LatencyStep step, IReadOnlyList<SentMessage> messages, string goal) => WriteRow(output, step.Title, Of(step, messages), goal);

    static void WriteRow(TextWriter output, string title, LatencySpread spread, string goal)
    {
        output.WriteLine(Text($"| {title} | {spread.P50:#,0} | {spread.P90:#,0} | {spread.P99:#,0} | {spread.Max:#,0} | {goal} |"));
    }

    void WriteSlowest(TextWriter output, IReadOnlyList<SentMessage> messages)
    {
        output.WriteLine();
        output.WriteLine($"The slowest:");
        output.WriteLine();
        output.WriteLine($"| candid | object | ms | {string.Join(" | ", SentMessage.Steps.Select(step => step.Title))} |");
        output.WriteLine($"| ---: | --- | ---: |{string.Concat(SentMessage.Steps.Select(_ => " ---: |"))}");
        foreach (var message in Slowest(messages))
        {
            var steps = string.Join(" | ", SentMessage.Steps.Select(step => Text($"{step.Milliseconds(message):#,0}")));
            output.WriteLine(Text($"| {CandidOf(message)} | {message.ObjectId} | {SentMessage.Whole.Milliseconds(message):#,0} | {steps} |"));
        }
    }

    static void WriteBurst(TextWriter output, LatencyPart burst)
    {
        var whole = Of(SentMessage.Whole, burst.Messages);
        output.WriteLine();
        output.WriteLine(Text(
            $"A burst of {burst.Count:#,0}: {burst.Messages.Count:#,0} messages, the last {burst.LastMessageSeconds:0.0} s after the first packet was published (goal, without the six networks: ≤ {BurstGoalSeconds:0} s); the publisher took {burst.Published.TotalSeconds:0.0} s, {burst.Processors:0.00} processors busy."));
        output.WriteLine(Text($"From packet to message, ms: {whole.P50:#,0} (p50), {whole.P90:#,0} (p90), {whole.P99:#,0} (p99), {whole.Max:#,0} (max)."));
        foreach (var step in SentMessage.Steps)
        {
            var spread = Of(step, burst.Messages);
            output.WriteLine(Text($"- {step.Title}: {spread.P50:#,0} (p50), {spread.P99:#,0} (p99), {spread.Max:#,0} (max)"));
        }
    }

    static IEnumerable<SentMessage> Slowest(IEnumerable<SentMessage> messages) =>
        messages.GroupBy(message => (message.ObjectId, message.ReceivedAtMs)).Select(group => group.MaxBy(SentMessage.Whole.Milliseconds))
            .OrderByDescending(SentMessage.Whole.Milliseconds).Take(SlowestCount);

    static LatencySpread Of(LatencyStep step, IEnumerable<SentMessage> messages) => LatencySpread.Of(messages.Select(step.Milliseconds));

    static LatencyStepJson Json(string title, LatencySpread spread) => new(title, spread.P50, spread.P90, spread.P99, spread.Max);

    // Messages of the public streams tell their alert by their identifier; those of filters are named by their object.
    long? CandidOf(SentMessage message) => NumberOf(message) is { } number ? Candids[number] : null;

    int? NumberOf(SentMessage message)
    {
        if (_numbers.Count == 0)
        {
            foreach (var topic in Uniform.Messages.Select(sent => sent.Topic).Distinct())
            {
                for (var i = 0; i < Candids.Count; i++)
                    _numbers[(topic, MessageId.Of(topic, Candids[i], []))] = i;
            }
        }

        return _numbers.TryGetValue((message.Topic, message.Id), out var known) ? known : null;
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
