namespace Boom.Lab.Bench.Services;

/// <summary>What the programs of one kind have used in a round; figures that a server does not tell are NaN.</summary>
/// <param name="CpuSecondsPerThousand">Processor seconds per 1,000 packets or alerts, all programs of the kind together.</param>
/// <param name="AlertsPerBatch">Packets or alerts of a batch.</param>
/// <param name="QueueCallsPerBatch">Calls on queues per batch, polls of an empty queue included.</param>
/// <param name="QueueCommandsPerAlert">Commands to the queue server per packet or alert.</param>
/// <param name="StoreRequestsPerBatch">Requests to the store per batch.</param>
/// <param name="PeakResidentBytes">Largest resident memory of one program.</param>
internal readonly record struct ProgramFigures(
    double CpuSecondsPerThousand, double AlertsPerBatch, double QueueCallsPerBatch, double QueueCommandsPerAlert, double StoreRequestsPerBatch,
    long PeakResidentBytes)
{
    public static ProgramFigures Of(ProgramKind kind, ProgramLooks looks)
    {
        var (from, to) = looks.Middle();
        var done = to.Done - from.Done;
        var batches = Difference(kind.Batches);
        return new ProgramFigures(
            (to.Cpu - from.Cpu).TotalSeconds / done * 1000,
            done / batches,
            Difference("queue_calls_total") / batches,
            Difference("queue_commands_total") / done,
            Difference("store_requests_total") / batches,
            looks.PeakResidentBytes);

        double Difference(string metric) => to.Metrics.Sum(metric) - from.Metrics.Sum(metric);
    }

    public static ProgramFigures OfServer(ProgramLooks looks)
    {
        var (from, to) = looks.Middle();
        return new ProgramFigures(
            (to.Cpu - from.Cpu).TotalSeconds / (to.Done - from.Done) * 1000, double.NaN, double.NaN, double.NaN, double.NaN, looks.PeakResidentBytes);
    }
}
