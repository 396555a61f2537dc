namespace Boom.Core.Catalogs;

/// <summary>
/// Builds a sky table from rows in any order and any number, in bounded memory (<see cref="SkyTableBuilderOptions.MemoryBytes"/>) and with a second thread.
/// For one thread at a time. Two builders of one name do not disturb each other: the table of the one that is completed last stays.
/// </summary>
public sealed class SkyTableBuilder : IDisposable
{
    const int RowsPerReport = 1 << 13;
    const double MergeShare = 0.85;
    const int DiskFullOnUnix = 28;
    const int DiskFullOnWindows = unchecked((int)0x80070070);

    readonly SkyTableDescription _description;
    readonly SkyRowLayout _layout;
    readonly SkyRuns _runs;
    readonly long[] _nulls;
    readonly long[] _textBytes;
    readonly bool _wide;
    bool _ended;

    /// <summary>Begins a table: removes what killed imports of the name have left and makes a folder for its sorted runs.</summary>
    /// <exception cref="SkyTableException">Name, columns or folder cannot be.</exception>
    public SkyTableBuilder(SkyTableDescription description, IReadOnlyList<SkyColumn> columns, SkyTableBuilderOptions options)
    {
        description.Validate(columns);
        (_description, _layout) = (description, new SkyRowLayout(columns));
        _wide = options.WideCounters;
        (_nulls, _textBytes) = (new long[columns.Count], new long[columns.Count]);
        try
        {
            _runs = new SkyRuns(options.TempFolder, description.Name, options.MemoryBytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault(description.Name, options.TempFolder, fault);
        }
    }

    /// <summary>Rows added so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>Folder of the sorted runs.</summary>
    internal string Folder => _runs.Folder;

    /// <summary>Adds a row; it may be used for the next one at once.</summary>
    /// <exception cref="SkyTableException">The position is not valid, or the disk is full.</exception>
    public void Add(SkyRow row)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (!row.Position.IsValid)
            RefusePosition(row);
        if (row.Layout != _layout && !row.Layout.Fits(_layout))
            throw new ArgumentException("The row has other columns than the table.", nameof(row));
        try
        {
            _runs.Add(row);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault(_description.Name, Folder, fault);
        }

        RowCount++;
        for (var i = 0; i < _nulls.Length; i++)
        {
            if (!row.Has(i))
                _nulls[i]++;
        }

        foreach (var column in _layout.StringColumns)
            _textBytes[column] += row.Has(column) ? row.TextOf(column).Length : 0;
    }

    /// <summary>
    /// Merges all rows, writes the table beside its place, flushes it to disk, reads it again and compares its checksums, and moves it to its place in one step.
    /// Until then whatever was there stays. To be called once; nothing is left when it fails.
    /// </summary>
    /// <param name="path">Where the table goes: <c>FOLDER/NAME.sky</c>.</param>
    /// <param name="progress">0 to 1, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SkyTableException">The disk is full, a folder cannot be written, or what was written reads otherwise.</exception>
    public SkyTableHeader Complete(string path, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        try
        {
            return WriteAndReplace(path, progress, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault(_description.Name, SkyTableFiles.FolderOf(path), fault);
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Removes what the builder has written besides a finished table.</summary>
    public void Dispose()
    {
        _ended = true;
        _runs.Dispose();
    }

    /// <summary>What the file system says, as a sentence about a table.</summary>
    internal static SkyTableException Fault(string name, string folder, Exception fault)
        => fault.HResult == (OperatingSystem.IsWindows() ? DiskFullOnWindows : DiskFullOnUnix)
            ? new($"Table {name} cannot be built: the disk of {folder} is full; make room there or take another folder.", folder, fault)
            : new($"Table {name} cannot be built in {folder}: {fault.Message.TrimEnd('.')}; make the folder one that can be written or take another.", folder, fault);

    void RefusePosition(SkyRow row)
        => throw new SkyTableException(
            $"Table {_description.Name}: row {RowCount + 1} has no valid position (ra {row.Position.RaDegrees}, dec {row.Position.DecDegrees}); ra is in [0, 360) and dec in [-90, 90] degrees.");

    SkyTableHeader WriteAndReplace(string path, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var temporary = SkyTableFiles.TemporaryPath(path);
        try
        {
            // The lock of those who write is not shared by every network file system, that of those who read is: it says that somebody is at work here.
            using var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
            using var held = File.OpenHandle(temporary, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var plan = new SkyTablePlan(_description, _layout.Columns, RowCount, _nulls, _textBytes, _wide);
            using (var rows = _runs.Open(cancellationToken))
            using (var writer = new SkyTableWriter(file, plan, _layout, _runs.SectionBytes(plan.Sections.Count)))
                WriteRows(rows, writer, progress, cancellationToken);
            RandomAccess.SetLength(file, plan.FileBytes);
            RandomAccess.Write(file, plan.Header(), 0);
            RandomAccess.FlushToDisk(file);
            file.Dispose();
            var header = Verify(temporary, progress, cancellationToken);
            SkyTableFiles.Replace(temporary, path);
            return header;
        }
        catch
        {
            SkyTableFiles.TryDelete(temporary);
            throw;
        }
    }

    unsafe void WriteRows(ISkyRun rows, SkyTableWriter writer, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        for (long row = 0; rows.Read(); row++)
        {
            if (row % RowsPerReport == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(MergeShare * row / RowCount);
            }

            writer.Write(rows.Current);
        }

        writer.Complete();
    }

    static SkyTableHeader Verify(string path, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var table = SkyTable.Open(path);
        table.Verify(progress is null ? null : new Rest(progress), cancellationToken);
        return table.Header;
    }

    sealed class Rest(IProgress<double> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report(MergeShare + ((1 - MergeShare) * value));
    }
}
