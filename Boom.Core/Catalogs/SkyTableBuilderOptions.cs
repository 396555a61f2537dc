namespace Boom.Core.Catalogs;

/// <summary>Where and with how much memory a table is built.</summary>
public sealed record SkyTableBuilderOptions
{
    /// <summary>Folder in which the builder makes a folder of its own for sorted runs; best the one the table goes to.</summary>
    public required string TempFolder { get; init; }

    /// <summary>Memory for buffers in bytes, 256 MiB if not said. Less than 1 MiB counts as 1 MiB.</summary>
    public long MemoryBytes { get; init; } = 256L << 20;

    /// <summary>Numbers of 8 bytes even where 4 would do: how tables of more than four thousand million rows are tried.</summary>
    internal bool WideCounters { get; init; }
}
