namespace Boom.Embedded.Pipeline;

/// <summary>How fast each stage has been over the last seconds.</summary>
public sealed class RateMeter
{
    const long WindowMs = 5_000;

    readonly Queue<PipelineStatus> _recent = new();

    /// <summary>Takes in a state; answers the rate of each stage, per second, in their order.</summary>
    public double[] Update(PipelineStatus status)
    {
        while (_recent.Count > 1 && _recent.Peek().AtMs < status.AtMs - WindowMs)
            _recent.Dequeue();
        var oldest = _recent.Count > 0 ? _recent.Peek() : status;
        _recent.Enqueue(status);
        var seconds = (status.AtMs - oldest.AtMs) / 1000.0;
        return [.. status.Stages.Select((stage, i) => seconds <= 0 ? 0 : Math.Max(0, stage.Done - oldest.Stages[i].Done) / seconds)];
    }
}
