using System.Text;

namespace Boom.Tests.ServiceDefaults.Telemetry;

/// <summary>A protobuf message whose schema the reader knows: fields by number.</summary>
public sealed class ProtobufMessage
{
    readonly List<(int Field, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public ProtobufMessage(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var key = ReadVarint(ref bytes);
            var length = (key & 7) switch
            {
                0 => VarintLength(bytes),
                1 => 8,
                2 => (int)ReadVarint(ref bytes),
                5 => 4,
                var type => throw new InvalidDataException($"wire type {type}"),
            };
            _fields.Add(((int)(key >> 3), bytes[..length]));
            bytes = bytes[length..];
        }
    }

    public IEnumerable<ReadOnlyMemory<byte>> All(int field) => _fields.Where(f => f.Field == field).Select(f => f.Bytes);

    public IEnumerable<ProtobufMessage> Messages(int field) => All(field).Select(bytes => new ProtobufMessage(bytes));

    public string Text(int field) => Encoding.UTF8.GetString(All(field).FirstOrDefault().Span);

    public string Hex(int field) => Convert.ToHexStringLower(All(field).FirstOrDefault().Span);

    /// <summary>OpenTelemetry's attributes: key, and the value's text or number.</summary>
    public Dictionary<string, string> Attributes(int field) => Messages(field).ToDictionary(
        attribute => attribute.Text(1), attribute => attribute.Messages(2).Select(ValueText).FirstOrDefault() ?? "");

    static string ValueText(ProtobufMessage value)
    {
        if (value.All(5).Any())
            return string.Join(',', value.Messages(5).SelectMany(array => array.Messages(1)).Select(ValueText));
        if (!value.All(3).Any())
            return value.Text(1);
        var number = value.All(3).First();
        return ((long)ReadVarint(ref number)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    static int VarintLength(ReadOnlyMemory<byte> bytes)
    {
        var length = 1;
        while (bytes.Span[length - 1] >= 0x80)
            length++;
        return length;
    }

    static ulong ReadVarint(ref ReadOnlyMemory<byte> bytes)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes.Span[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
