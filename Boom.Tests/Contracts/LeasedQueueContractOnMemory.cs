using System.Collections.Concurrent;
using Boom.Core.Queues;
using Boom.Tests.Fakes;

namespace Boom.Tests.Contracts;

/// <summary>The queue of the tests does what a server's does.</summary>
public sealed class LeasedQueueContractOnMemory : LeasedQueueContract
{
    readonly ConcurrentDictionary<string, MemoryLeasedQueue> _queues = new(StringComparer.Ordinal);

    private protected override ILeasedQueue CreateQueueAt(string name) => _queues.GetOrAdd(name, _ => new MemoryLeasedQueue(name, Clock));
}
