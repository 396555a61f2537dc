using Boom.Core.Pipeline;

namespace Boom.Storage.Ledger;

/// <summary>Neighbouring offsets of one partition with one outcome, to be recorded.</summary>
readonly record struct LedgerRun(string Topic, int Partition, LedgerRange Range);
