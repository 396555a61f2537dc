using System.Buffers;
using System.IO.Hashing;
using Boom.Core.Sky;

namespace Boom.Core.Catalogs;

/// <summary>
/// A sky table, read through a memory map; any number of threads and processes may read one file at once. Rows are numbered from 0 in the order of their
/// HEALPix cells. A table that has been disposed answers with <see cref="ObjectDisposedException"/>; a look-up that runs meanwhile ends as usual.
/// </summary>
public sealed unsafe partial class SkyTable : IDisposable
{
    const int VerifyBytes = 1 << 20;

    readonly SkyTableMap _map;
    readonly SkyTableGate _gate;
    readonly SkyConeIndex _index;
    readonly SkyMappedColumn[] _columns;
    readonly Dictionary<string, int> _columnsByName = new(StringComparer.Ordinal);

    SkyTable(SkyTableMap map)
    {
        _map = map;
        _gate = new SkyTableGate(map.Dispose, map.Path);
        _index = new SkyConeIndex(map);
        _columns = new SkyMappedColumn[Header.Columns.Count];
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Type = Header.Columns[i].Type;
            _columnsByName.Add(Header.Columns[i].Name, i);
        }

        foreach (var section in map.Contents.Sections)
        {
            if (section.Column >= 0)
                _columns[section.Column].Take(section, map.Start);
        }

        _columnsByName.Add(SkyTableFormat.RaName, RaColumn);
        _columnsByName.Add(SkyTableFormat.DecName, DecColumn);
    }

    /// <summary>What stands in the header.</summary>
    public SkyTableHeader Header => _map.Contents.Header;

    /// <summary>The file, as it was opened.</summary>
    public string Path => _map.Path;

    /// <summary>Opens a table and checks its header.</summary>
    /// <exception cref="SkyTableException">Names the file, what is wrong with it and the remedy.</exception>
    public static SkyTable Open(string path) => new(SkyTableMap.Open(path));

    /// <summary>
    /// Finds the rows whose great-circle separation from the centre, as <see cref="SkyGeometry.SeparationArcsec"/> says it, is at most the radius: nearest
    /// first, rows at the same distance in their order. Allocates nothing once <paramref name="hits"/> has grown.
    /// </summary>
    /// <param name="centre">A centre that is not valid (NaN, out of range) has nothing around it.</param>
    /// <param name="radiusArcsec">0 or more, seconds of arc; from 648,000 (180°) on, all of the sky. NaN and less than 0 find nothing.</param>
    /// <param name="hits">Takes what was found; what it held is forgotten.</param>
    /// <returns>Number of rows found.</returns>
    public int FindCone(SkyPosition centre, double radiusArcsec, SkyHits hits)
    {
        hits.Clear();
        if (!centre.IsValid || !(radiusArcsec >= 0))
            return 0;
        var stripe = _gate.Enter();
        try
        {
            _index.FindCone(centre, radiusArcsec, hits);
        }
        finally
        {
            _gate.Exit(stripe);
        }

        hits.Sort();
        return hits.Count;
    }

    /// <summary>Keeps the map in memory, whoever disposes of the table, until the hold is disposed: for bytes of <see cref="GetString"/> that are used for a while.</summary>
    public SkyTableHold Hold() => new(_gate);

    /// <summary>Reads all of the file and compares it with its checksums.</summary>
    /// <param name="progress">0 to 1, or null.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="SkyTableException">Names the part that is damaged.</exception>
    public void Verify(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var hold = Hold();
        var buffer = ArrayPool<byte>.Shared.Rent(VerifyBytes);
        try
        {
            foreach (var section in _map.Contents.Sections)
                Verify(section, buffer, progress, cancellationToken);
        }
        catch (IOException fault)
        {
            throw new SkyTableException($"The table {Path} cannot be read: {fault.Message}", Path, fault);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        progress?.Report(1);
    }

    public void Dispose() => _gate.Close();

    // Read, not mapped: a disk that fails is then an error of this method and not the end of the process.
    void Verify(SkySection section, byte[] buffer, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var hash = new XxHash3();
        for (long done = 0; done < section.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = RandomAccess.Read(_map.Handle, buffer.AsSpan(0, (int)Math.Min(buffer.Length, section.Length - done)), section.Offset + done);
            if (count == 0)
                throw SkyTableHeaderReader.Damaged(Path, "it has been cut");
            hash.Append(buffer.AsSpan(0, count));
            done += count;
            progress?.Report((section.Offset + done) / (double)Header.FileBytes);
        }

        if (hash.GetCurrentHashAsUInt64() == section.Checksum)
            return;
        var place = section.Column < 0 ? "" : $" of column '{Header.Columns[section.Column].Name}'";
        throw SkyTableHeaderReader.Damaged(Path, $"the part {section.Kind}{place} does not have the checksum that its header says");
    }
}
