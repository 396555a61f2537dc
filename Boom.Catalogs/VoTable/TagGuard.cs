namespace Boom.Catalogs.VoTable;

/// <summary>Passes XML on as long as no tag is endless: the parser keeps a tag with its attributes in memory.</summary>
sealed class TagGuard(Stream stream, string name) : Stream
{
    const int MostTagBytes = 1 << 20;

    long _inTag;
    bool _isInTag;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = stream.Read(buffer);
        for (var rest = (ReadOnlySpan<byte>)buffer[..read]; !rest.IsEmpty;)
        {
            var end = rest.IndexOf(_isInTag ? (byte)'>' : (byte)'<');
            var length = end < 0 ? rest.Length : end + 1;
            if (_isInTag && (_inTag += length) > MostTagBytes)
                throw new CatalogException($"{name}: a tag of the XML is longer than {MostTagBytes >> 20} MiB: this is no VOTable.");
            if (end >= 0)
                (_isInTag, _inTag) = (!_isInTag, 0);
            rest = rest[length..];
        }

        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
