using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Boom.Core.Catalogs;
using Boom.Tests.Core.Sky;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Catalogs;

public sealed class SkyTableDamageTests : IDisposable
{
    const int HeaderBytesAt = 12, ChecksumAt = 16;

    readonly TemporaryFolder _folder = new();
    readonly string _path;
    readonly byte[] _sound;
    readonly int _headerBytes;

    public SkyTableDamageTests()
    {
        SkyColumn[] columns = [new("z", SkyColumnType.Float32), new("name", SkyColumnType.String, "", "text")];
        var random = new Random(1);
        _path = SkyTableFiles.PathOf(_folder.Path, "NED");
        using var builder = new SkyTableBuilder(TestTables.Describe() with { IdColumn = "name" }, columns, new() { TempFolder = _folder.Path });
        var row = new SkyRow(columns);
        for (var i = 0; i < 600; i++)
        {
            row.Clear();
            row.Position = RandomSky.Around(random, new(10, 10), 100 * random.NextDouble());
            if (i % 3 != 0)
                row.SetFloat32(0, i);
            row.SetString(1, Encoding.UTF8.GetBytes($"object {i}"));
            builder.Add(row);
        }

        builder.Complete(_path, null, CancellationToken.None);
        _sound = File.ReadAllBytes(_path);
        _headerBytes = BinaryPrimitives.ReadInt32LittleEndian(_sound.AsSpan(HeaderBytesAt));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_AnyByteOfTheHeaderChanged_IsRefusedByName()
    {
        var random = new Random(2);
        for (var at = 0; at < _headerBytes; at++)
        {
            var bytes = _sound.ToArray();
            bytes[at] ^= (byte)(1 << random.Next(8));
            Assert.Contains(_path, Refusal(bytes));
        }
    }

    [Fact]
    public void Open_CutAnywhere_IsRefusedByName()
    {
        for (var length = 0; length < _sound.Length; length += length < _headerBytes + 70 ? 1 : 997)
            Assert.Contains(_path, Refusal(_sound[..length]));
        Assert.Contains("where", Refusal([.. _sound, 0]));
    }

    [Fact]
    public void Open_HeaderForgedWithItsChecksum_IsRefusedOrReadsInBounds()
    {
        var random = new Random(3);
        var hits = new SkyHits();
        for (var trial = 0; trial < 1200; trial++)
        {
            var bytes = _sound.ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
                Forge(bytes, random, trial % 2 == 0 ? 64 + (12 * 32) : _headerBytes);
            Seal(bytes);
            ReadAll(bytes, random, hits);
        }
    }

    [Fact]
    public void Table_AnySectionDamaged_ReadsInBounds()
    {
        var random = new Random(4);
        var hits = new SkyHits();
        for (var trial = 0; trial < 600; trial++)
        {
            var bytes = _sound.ToArray();
            for (var i = random.Next(1, 60); i > 0; i--)
                bytes[random.Next(_headerBytes, bytes.Length)] = (byte)random.Next(256);
            ReadAll(bytes, random, hits);
        }
    }

    [Fact]
    public void Verify_AnyByteOfASectionChanged_NamesThePart()
    {
        using (var sound = Write(_sound))
            sound.Verify(null, CancellationToken.None);
        var bytes = _sound.ToArray();
        bytes[^70] ^= 1;
        using var table = Write(bytes);
        var fault = Assert.Throws<SkyTableException>(() => table.Verify(null, CancellationToken.None));
        Assert.Contains("Text of column 'name'", fault.Message);
        Assert.Contains(_path, fault.Message);
    }

    [Fact]
    public void Open_LaterFormat_AsksForALaterBoom()
    {
        var bytes = _sound.ToArray();
        bytes[8] = 2;
        Assert.Contains("has format 2 of a later Boom", Refusal(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ra,dec\n1,2\n")]
    [InlineData("SIMPLE  =                    T                                                                                                           ")]
    public void Open_ForeignFile_IsRefusedByName(string text)
        => Assert.Contains("is not a sky table", Refusal(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Open_NoFile_IsOneSentence()
    {
        Assert.Contains("There is no table", Assert.Throws<SkyTableException>(() => SkyTable.Open(Path.Combine(_folder.Path, "none.sky"))).Message);
        Assert.Throws<SkyTableException>(() => SkyTable.Open(_folder.Path));
    }

    static void Forge(byte[] bytes, Random random, int end)
    {
        var at = random.Next(24, end - 8);
        switch (random.Next(4))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at & ~7), random.NextInt64(long.MinValue, long.MaxValue));
                break;
            case 2:
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at & ~7), random.Next(3) switch { 0 => long.MaxValue, 1 => long.MinValue, _ => -64 });
                break;
            default:
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at & ~3), random.Next(-2, 80));
                break;
        }
    }

    static void Seal(byte[] bytes)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(HeaderBytesAt));
        bytes.AsSpan(ChecksumAt, 8).Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(ChecksumAt), XxHash3.HashToUInt64(bytes.AsSpan(0, length)));
    }

    void ReadAll(byte[] bytes, Random random, SkyHits hits)
    {
        try
        {
            using var table = Write(bytes);
            table.FindCone(new(10, 10), 50 * random.NextDouble(), hits);
            table.FindCone(RandomSky.Position(random), 648_000 * random.NextDouble(), hits);
            foreach (var hit in hits.Items)
            {
                table.PositionOf(hit.Row);
                for (var column = 0; column < table.Header.Columns.Count; column++)
                {
                    table.TryGetNumber(column, hit.Row, out _);
                    if (table.TypeOf(column) == SkyColumnType.String)
                        Encoding.UTF8.GetString(table.GetString(column, hit.Row));
                }
            }
        }
        catch (SkyTableException fault)
        {
            Assert.Contains(_path, fault.Message);
        }
    }

    string Refusal(byte[] bytes) => Assert.Throws<SkyTableException>(() => Write(bytes).Dispose()).Message;

    SkyTable Write(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        return SkyTable.Open(_path);
    }
}
