using Boom.Core.Alerts;
using Boom.Core.Avro;
using Boom.Core.Sky;
using Boom.Core.Surveys;

namespace Boom.Tests.Core.Surveys.Toy;

/// <summary>From a packet of the toy survey to its alert.</summary>
sealed class ToyDecoder
{
    readonly AvroReaderCache<ToyPacket> _readers = new(name => name == "toy.alert" ? null : $"packet of {name}, not a toy");

    public PacketFault? Decode(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts)
    {
        try
        {
            var schema = _readers.Open(packet.Span, out var header);
            var blocks = new AvroBlockReader(packet, header);
            while (blocks.Read())
            {
                var record = new ToyPacket();
                schema.Read(blocks.Data.Span, 0, blocks.DataPosition, _readers.Strings, ref record);
                if (record.Points is not { Length: > 0 } points)
                    return new PacketFault("empty", "The packet has no point.", record.Number, record.Source);
                alerts.Add(new ToyAlert(
                    record.Number, record.Source, new SkyPosition(record.Ra, record.Dec), points, record.Image?.In(blocks.Data) ?? default));
            }

            return null;
        }
        catch (AvroFormatException fault)
        {
            return PacketFault.FromAvro(fault);
        }
    }
}
