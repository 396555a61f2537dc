namespace Boom.Core.Catalogs;

/// <summary>
/// Sorts rows of any number in bounded memory: they fill a buffer; a full one is sorted and written to a folder of its own on another thread while the next
/// fills; at the end all runs are merged, in several passes if there are many. What the file system says is passed on as it is.
/// </summary>
sealed class SkyRuns : IDisposable
{
    const long LeastMemoryBytes = 1 << 20;
    const long MostRunBytes = 8L << 30;
    const int LeastReadBytes = 1 << 16, MostReadBytes = 4 << 20;
    const int LeastSectionBytes = 1 << 14, MostSectionBytes = 1 << 20;
    const int MostRuns = 512;

    readonly long _memoryBytes;
    readonly string _folder;
    readonly FileStream _lock;
    readonly List<string> _files = [];
    SkyRunBuffer _filling;
    SkyRunBuffer? _idle;
    Task _spilling = Task.CompletedTask;
    int _lastFile;
    bool _disposed;

    public SkyRuns(string parentFolder, string name, long memoryBytes)
    {
        _memoryBytes = Math.Max(memoryBytes, LeastMemoryBytes);
        SkyTableFiles.Sweep(parentFolder, name);
        (_folder, _lock) = SkyTableFiles.BeginImport(parentFolder, name);
        _filling = NewBuffer();
    }

    /// <summary>Folder of the sorted runs.</summary>
    public string Folder => _folder;

    public void Add(SkyRow row)
    {
        if (_filling.TryAdd(row))
            return;
        Spill();
        _filling.TryAdd(row);
    }

    /// <summary>All rows in order. No row can be added any more.</summary>
    public ISkyRun Open(CancellationToken cancellationToken)
    {
        var last = _filling;
        last.Sort();
        WaitForSpill();
        _idle?.Dispose();
        _idle = null;
        if (_files.Count == 0)
            return last;
        var most = (int)Math.Clamp(_memoryBytes / 4 / LeastReadBytes, 3, MostRuns);
        while (_files.Count >= most)
            MergeSome(most, cancellationToken);
        return OpenFiles(_files, last);
    }

    /// <summary>Bytes for the buffer of each of so many sections.</summary>
    public int SectionBytes(int sections) => (int)Math.Clamp(_memoryBytes / 8 / sections, LeastSectionBytes, MostSectionBytes);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        ((IAsyncResult)_spilling).AsyncWaitHandle.WaitOne();
        _filling.Dispose();
        _idle?.Dispose();
        if (OperatingSystem.IsWindows())
            _lock.Dispose();
        SkyTableFiles.TryDeleteFolder(_folder);
        _lock.Dispose();
    }

    SkyRunBuffer NewBuffer() => new(Math.Min(MostRunBytes, _memoryBytes * 2 / 5));

    /// <summary>Hands the full buffer to another thread and goes on with the other one as soon as that has been written.</summary>
    void Spill()
    {
        WaitForSpill();
        var full = _filling;
        var path = NewFile();
        _files.Add(path);
        _spilling = Task.Run(() =>
        {
            full.Sort();
            SkyRunFile.Write(path, full, CancellationToken.None);
            full.Clear();
        });
        _filling = _idle ?? NewBuffer();
        _idle = full;
    }

    void WaitForSpill() => _spilling.GetAwaiter().GetResult();

    /// <summary>One pass: as many neighbouring runs as can be read at once become one, over all of them. Neighbours, so that equal rows keep their order.</summary>
    void MergeSome(int most, CancellationToken cancellationToken)
    {
        var merged = new List<string>();
        for (var first = 0; first < _files.Count; first += most)
        {
            var group = _files.GetRange(first, Math.Min(most, _files.Count - first));
            if (group.Count == 1)
            {
                merged.Add(group[0]);
                continue;
            }

            var path = NewFile();
            using (var rows = OpenFiles(group, null))
                SkyRunFile.Write(path, rows, cancellationToken);
            group.ForEach(File.Delete);
            merged.Add(path);
        }

        _files.Clear();
        _files.AddRange(merged);
    }

    SkyRunMerge OpenFiles(List<string> files, ISkyRun? last)
    {
        var runs = new List<ISkyRun>();
        var bytes = Math.Clamp(_memoryBytes / 4 / files.Count, LeastReadBytes, MostReadBytes);
        foreach (var file in files)
            runs.Add(SkyRunFile.Open(file, bytes));
        if (last is not null)
            runs.Add(last);
        return new SkyRunMerge([.. runs]);
    }

    string NewFile() => Path.Combine(_folder, $"run-{++_lastFile}");
}
