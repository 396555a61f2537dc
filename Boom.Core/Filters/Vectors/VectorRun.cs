using Boom.Core.Bson;

namespace Boom.Core.Filters.Vectors;

/// <summary>Runs vectors, and compares as their description says: types, the order of keys, NaN, and −0.0 apart from 0.0.</summary>
public static class VectorRun
{
    /// <summary>How many of the wrong ones are told in full.</summary>
    const int Told = 10;

    // Their last digit is of the library that computes them.
    static readonly string[] Transcendental = ["$sin", "$cos", "$exp", "$log10", "$ln", "$pow"];

    /// <summary>Runs all vectors of some lines.</summary>
    /// <param name="lines">The vectors.</param>
    /// <param name="cancellationToken">Ends it, also within a vector.</param>
    /// <exception cref="FormatException">A line is no vector.</exception>
    public static VectorReport Run(IEnumerable<string> lines, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        using var run = new FilterRun { Stop = cancellationToken };
        var (right, skipped) = (0, 0);
        var wrong = new List<VectorFault>();
        foreach (var line in lines)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var vector = FilterVector.Parse(line);
            if (vector.Outcome is null)
                skipped++;
            else if (Check(run, vector) is { } fault)
                wrong.Add(fault);
            else
                right++;
        }

        return new(right + wrong.Count, right, skipped, [.. wrong.Select(fault => fault.Id)], [.. wrong.Take(Told)]);
    }

    /// <summary>Runs one settled vector; null when it is right.</summary>
    public static VectorFault? Check(FilterRun run, FilterVector vector)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(vector);
        IReadOnlyList<byte[]>? found = null;
        string? error = null;
        try
        {
            found = FilterPipeline.Parse(vector.Pipeline, new(), vector.Int32WhereFits).Run(run, vector.Documents, _ => vector.Documents);
        }
        catch (Exception fault) when (fault is FilterException or FilterEvaluationException)
        {
            error = fault.Message;
        }

        var wanted = vector.Outcome?.Documents;
        var same = found is null || wanted is null
            ? found is null && wanted is null
            : found.Count == wanted.Count && found.Zip(wanted).All(pair => BsonSame.Documents(pair.First, pair.Second, Ulps(vector.Pipeline)));
        return same ? null : new(vector.Id, vector.Pipeline, Text(wanted, null), Text(found, error));
    }

    static int Ulps(string pipeline) => Transcendental.Any(name => pipeline.Contains($"\"{name}\"", StringComparison.Ordinal)) ? 1 : 0;

    static string Text(IReadOnlyList<byte[]>? documents, string? error)
        => documents is null ? $"error{(error is null ? "" : ": " + error)}" : $"[{string.Join(", ", documents.Select(document => BsonJson.ToJson(document)))}]";
}
