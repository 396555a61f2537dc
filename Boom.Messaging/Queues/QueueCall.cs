using System.Diagnostics;

namespace Boom.Messaging.Queues;

/// <summary>A call under way.</summary>
/// <param name="Queue">Name of the queue.</param>
/// <param name="Operation">What is asked.</param>
/// <param name="Span">Its span; null when it is not traced.</param>
/// <param name="Time">Clock.</param>
/// <param name="Started">Time stamp of its begin.</param>
readonly record struct QueueCall(string Queue, string Operation, Activity? Span, TimeProvider Time, long Started) : IDisposable
{
    public void Dispose() => QueueTelemetry.End(this);
}
