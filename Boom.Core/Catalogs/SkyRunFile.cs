using Microsoft.Win32.SafeHandles;

namespace Boom.Core.Catalogs;

/// <summary>A sorted run on disk: records one after the other.</summary>
static unsafe class SkyRunFile
{
    const int WriteBytes = 1 << 20;

    /// <summary>Writes all rows of a run.</summary>
    public static void Write(string path, ISkyRun run, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        using var buffer = new NativeBlock(WriteBytes);
        long written = 0;
        var used = 0;
        while (run.Read())
        {
            var length = run.Current->Length;
            if (used + length > buffer.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                RandomAccess.Write(file, new ReadOnlySpan<byte>(buffer.Start, used), written);
                written += used;
                used = 0;
                if (length > buffer.Length)
                    buffer.Grow(length);
            }

            new ReadOnlySpan<byte>(run.Current, length).CopyTo(new Span<byte>(buffer.Start + used, length));
            used += length;
        }

        RandomAccess.Write(file, new ReadOnlySpan<byte>(buffer.Start, used), written);
    }

    /// <summary>Reads a run, so many bytes at a time.</summary>
    public static ISkyRun Open(string path, long bufferBytes) => new Reader(path, bufferBytes);

    sealed class Reader(string path, long bufferBytes) : ISkyRun
    {
        readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        readonly NativeBlock _buffer = new(bufferBytes);
        long _read;
        int _position;
        int _filled;

        public SkyRecord* Current { get; private set; }

        public bool Read()
        {
            if (_filled - _position < SkyRecord.HeadBytes && !Fill(SkyRecord.HeadBytes))
                return false;
            var length = ((SkyRecord*)(_buffer.Start + _position))->Length;
            if (_filled - _position < length && !Fill(length))
                throw new IOException($"The file {path} has been cut.");
            Current = (SkyRecord*)(_buffer.Start + _position);
            _position += length;
            return true;
        }

        public void Dispose()
        {
            _buffer.Dispose();
            _file.Dispose();
        }

        /// <summary>Reads on until there are so many bytes; false when the file ends before its next record.</summary>
        bool Fill(int needed)
        {
            var rest = _filled - _position;
            new ReadOnlySpan<byte>(_buffer.Start + _position, rest).CopyTo(new Span<byte>(_buffer.Start, rest));
            (_position, _filled) = (0, rest);
            if (needed > _buffer.Length)
                _buffer.Grow(needed);
            while (_filled < needed)
            {
                var count = RandomAccess.Read(_file, new Span<byte>(_buffer.Start + _filled, (int)(_buffer.Length - _filled)), _read);
                if (count == 0)
                    return rest > 0 ? throw new IOException($"The file {path} has been cut.") : false;
                _read += count;
                _filled += count;
            }

            return true;
        }
    }
}
