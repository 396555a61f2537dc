using Boom.Core.Catalogs;

namespace Boom.Catalogs;

/// <summary>What became of the rows and columns of a source. <see cref="RowsRead"/> is the sum of those added, refused and left out.</summary>
public sealed record CatalogAccount
{
    /// <summary>The table.</summary>
    public required string Path { get; init; }

    /// <summary>What was read.</summary>
    public required string Source { get; init; }

    /// <summary>Its header.</summary>
    public required SkyTableHeader Header { get; init; }

    /// <summary>Columns of the source that gave the positions.</summary>
    public required string RaColumn { get; init; }

    /// <inheritdoc cref="RaColumn"/>
    public required string DecColumn { get; init; }

    /// <summary>Rows of the source.</summary>
    public required long RowsRead { get; init; }

    /// <summary>Rows of the table.</summary>
    public required long RowsAdded { get; init; }

    /// <summary>Rows that the condition left out.</summary>
    public required long RowsLeftOut { get; init; }

    /// <summary>Rows that could not be taken, by reason, most frequent first.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> RowsRefused { get; init; }

    /// <summary>The first of them, at most <see cref="MostRefusals"/>.</summary>
    public required IReadOnlyList<CatalogRefusal> FirstRefusals { get; init; }

    /// <summary>Columns of the source that are not in the table, and why; not those that were not asked for.</summary>
    public required IReadOnlyList<SkippedColumn> SkippedColumns { get; init; }

    /// <summary>What else the user should know, one sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Time that it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Refusals that are kept one by one.</summary>
    public const int MostRefusals = 20;
}
