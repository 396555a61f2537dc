namespace Boom.Core.Filters.Vectors;

/// <summary>The account of a run over vectors.</summary>
/// <param name="Settled">Vectors whose answer is settled: right and wrong ones.</param>
/// <param name="Right">Those that were answered as wanted.</param>
/// <param name="Skipped">Vectors whose answer is open.</param>
/// <param name="WrongIds">Names of those that were answered otherwise.</param>
/// <param name="FirstWrong">The first ten of them.</param>
public sealed record VectorReport(int Settled, int Right, int Skipped, IReadOnlyList<string> WrongIds, IReadOnlyList<VectorFault> FirstWrong)
{
    /// <summary>How many were answered otherwise.</summary>
    public int Wrong => WrongIds.Count;
}

/// <summary>A vector that was answered otherwise than wanted.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Pipeline">JSON text.</param>
/// <param name="Wanted">The wanted documents, or <c>error</c>.</param>
/// <param name="Found">The documents found, or the error.</param>
public sealed record VectorFault(string Id, string Pipeline, string Wanted, string Found);
