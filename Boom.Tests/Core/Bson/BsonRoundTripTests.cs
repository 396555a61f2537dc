using Boom.Core.Bson;
using CsCheck;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Bson;

/// <summary>Writer and reader against MongoDB.Bson.</summary>
public sealed class BsonRoundTripTests
{
    static readonly Gen<string> Text = Gen.String[Gen.Char.AlphaNumeric, 0, 12];

    static readonly Gen<BsonValue> Scalar = Gen.OneOf(
        Gen.Double.Select(value => (BsonValue)value),
        Gen.Int.Select(value => (BsonValue)value),
        Gen.Long.Select(value => (BsonValue)value),
        Gen.Bool.Select(value => (BsonValue)value),
        Text.Select(value => (BsonValue)value),
        Gen.Byte.Array[0, 300].Select(value => (BsonValue)value),
        Gen.Long[0, 4_000_000_000_000].Select(value => (BsonValue)new BsonDateTime(value)));

    static readonly Gen<BsonDocument> Document = DocumentOf(3);

    static Gen<BsonDocument> DocumentOf(int depth)
    {
        var value = depth == 0
            ? Scalar
            : Gen.OneOf(
                Scalar,
                DocumentOf(depth - 1).Select(document => (BsonValue)document),
                Scalar.Array[0, 12].Select(items => (BsonValue)new BsonArray(items)));
        return value.Array[0, 8].Select(values => new BsonDocument(values.Select((item, i) => new BsonElement($"field{i}", item))));
    }

    [Fact]
    public void Writer_AnyDocument_WritesWhatTheDriverWrites() => Document.Sample(
        document =>
        {
            using var writer = new BsonWriter();
            writer.BeginRoot();
            foreach (var element in document)
                Write(writer, System.Text.Encoding.UTF8.GetBytes(element.Name), element.Value);
            Assert.Equal(document.ToBson(), writer.EndRoot().ToArray());
        },
        seed: "0000KoIPAg84",
        iter: 500);

    [Fact]
    public void Reader_AnyDocument_ReadsEveryElement() => Document.Sample(
        document => AssertEqual(document, document.ToBson()), seed: "0000KoIPAg85", iter: 500);

    [Fact]
    public void Reader_GarbledDocument_ThrowsNothingButFormatErrors() => Gen
        .Select(Document, Gen.Select(Gen.Int[0, 5000], Gen.Byte).Array[1, 4], Gen.Int[0, 40])
        .Sample(
            (document, changes, cut) =>
            {
                var bytes = document.ToBson();
                foreach (var (place, value) in changes)
                    bytes[place % bytes.Length] = value;
                AssertEndsOrFails(bytes.AsSpan(0, Math.Max(0, bytes.Length - cut)));
            },
            seed: "0000KoIPAg86",
            iter: 5000);

    [Fact]
    public void Reader_RandomBytes_ThrowsNothingButFormatErrors() => Gen.Byte.Array[0, 200].Sample(
        bytes =>
        {
            // Often a right length, so that the elements are reached.
            if (bytes.Length > 5 && bytes[0] % 2 == 0)
            {
                BitConverter.TryWriteBytes(bytes, bytes.Length);
                bytes[^1] = 0;
            }

            AssertEndsOrFails(bytes);
        },
        seed: "0000KoIPAg87",
        iter: 5000);

    [Fact]
    public void Writer_SeveralDocuments_SlicesStayValidUntilReset()
    {
        using var writer = new BsonWriter();
        var slices = new List<(int Size, ReadOnlyMemory<byte> Bytes)>();
        for (var size = 1; size < 2_000_000; size = (size * 3) + 1)
        {
            writer.BeginRoot();
            writer.Binary("data"u8, Enumerable.Repeat((byte)size, size).ToArray());
            slices.Add((size, writer.EndRoot()));
        }

        foreach (var (size, bytes) in slices)
        {
            var reader = new BsonReader(bytes.Span);
            Assert.True(reader.Find("data"u8));
            Assert.Equal(size, reader.AsBinary().Length);
            Assert.False(reader.AsBinary().ContainsAnyExcept((byte)size));
        }
    }

    static void Write(BsonWriter writer, byte[] name, BsonValue value)
    {
        switch (value)
        {
            case BsonDouble item: writer.Double(name, item.Value); break;
            case BsonInt32 item: writer.Int32(name, item.Value); break;
            case BsonInt64 item: writer.Int64(name, item.Value); break;
            case BsonBoolean item: writer.Boolean(name, item.Value); break;
            case BsonString item: writer.String(name, item.Value); break;
            case BsonBinaryData item: writer.Binary(name, item.Bytes); break;
            case BsonDateTime item: writer.DateTime(name, item.MillisecondsSinceEpoch); break;
            case BsonArray items:
                var array = writer.BeginArray(name);
                for (var i = 0; i < items.Count; i++)
                    Write(writer, BsonIndexNames.Of(i).ToArray(), items[i]);
                writer.End(array);
                break;
            case BsonDocument fields:
                var document = writer.BeginDocument(name);
                foreach (var field in fields)
                    Write(writer, System.Text.Encoding.UTF8.GetBytes(field.Name), field.Value);
                writer.End(document);
                break;
            default: throw new NotSupportedException(value.BsonType.ToString());
        }
    }

    static void AssertEqual(BsonDocument expected, ReadOnlySpan<byte> bytes)
    {
        var reader = new BsonReader(bytes);
        foreach (var element in expected)
        {
            Assert.True(reader.Read());
            Assert.Equal(element.Name, System.Text.Encoding.UTF8.GetString(reader.Name));
            switch (element.Value)
            {
                case BsonDouble item: Assert.Equal(item.Value, reader.AsDouble()); break;
                case BsonInt32 item: Assert.Equal(item.Value, reader.AsInt64()); break;
                case BsonInt64 item: Assert.Equal(item.Value, reader.AsInt64()); break;
                case BsonDateTime item: Assert.Equal(item.MillisecondsSinceEpoch, reader.AsInt64()); break;
                case BsonBoolean item: Assert.Equal(item.Value, reader.AsBoolean()); break;
                case BsonString item: Assert.Equal(item.Value, reader.AsString()); break;
                case BsonBinaryData item: Assert.Equal(item.Bytes, reader.AsBinary().ToArray()); break;
                case BsonArray items:
                    AssertEqual(new BsonDocument(items.Select((item, i) => new BsonElement($"{i}", item))), reader.Value);
                    break;
                default: AssertEqual(element.Value.AsBsonDocument, reader.Value); break;
            }
        }

        Assert.False(reader.Read());
    }

    static void AssertEndsOrFails(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Walk(bytes);
        }
        catch (BsonFormatException)
        {
            // One of the two allowed ends; any other exception fails the test.
        }
    }

    static void Walk(ReadOnlySpan<byte> bytes)
    {
        var reader = new BsonReader(bytes);
        while (reader.Read())
        {
            _ = reader.AsDouble();
            switch (reader.Type)
            {
                case Boom.Core.Bson.BsonType.Document or Boom.Core.Bson.BsonType.Array: Walk(reader.Value); break;
                case Boom.Core.Bson.BsonType.String: _ = reader.AsString(); break;
                case Boom.Core.Bson.BsonType.Binary: _ = reader.AsBinary().Length; break;
                case Boom.Core.Bson.BsonType.Boolean: _ = reader.AsBoolean(); break;
                case Boom.Core.Bson.BsonType.Int32 or Boom.Core.Bson.BsonType.Int64: _ = reader.AsInt64(); break;
            }
        }
    }
}
