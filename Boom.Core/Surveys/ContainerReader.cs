using Boom.Core.Alerts;
using Boom.Core.Avro;

namespace Boom.Core.Surveys;

/// <summary>
/// From packets of a survey that are Avro containers, of one or several records and of any schema version, to its alerts. Thread-safe when
/// <paramref name="convert"/> is.
/// </summary>
/// <typeparam name="TPacket">The packet as sent.</typeparam>
/// <param name="survey">Packets of others are refused.</param>
/// <param name="convert">Makes the alert of a record.</param>
/// <param name="takesNameless">Whether records whose name has no namespace are converted as well.</param>
sealed class ContainerReader<TPacket>(Survey survey, RecordConverter<TPacket> convert, bool takesNameless = false)
    where TPacket : new()
{
    readonly AvroReaderCache<TPacket> _readers = new(name => PacketName.Refuse(survey, name, takesNameless));

    /// <summary>
    /// Converts every record of the packet. Answers the first fault, null when there is none; alerts of sound records are added all
    /// the same. What they refer to lies in <paramref name="packet"/>, or in a buffer of its own when its blocks are compressed.
    /// </summary>
    internal PacketFault? Read(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts)
    {
        PacketFault? first = null;
        var records = 0;
        try
        {
            var schema = _readers.Open(packet.Span, out var header);
            var blocks = new AvroBlockReader(packet, header);
            while (blocks.Read())
            {
                var offset = 0;
                for (var i = 0; i < blocks.Records; i++, records++)
                {
                    var record = new TPacket();
                    var place = new RecordPlace(blocks.Data, offset, schema.Schema);
                    offset = schema.Read(blocks.Data.Span, offset, blocks.DataPosition, _readers.Strings, ref record);
                    var fault = convert(record, place, alerts);
                    first ??= fault;
                }

                if (offset != blocks.Data.Length)
                    throw new AvroFormatException(AvroFault.Corrupt, $"a block of {blocks.Data.Length} bytes whose records take {offset}", blocks.DataPosition);
            }
        }
        catch (AvroFormatException exception)
        {
            return first ?? PacketName.Explain(survey, packet.Span, exception);
        }

        return first ?? (records == 0 ? new PacketFault("empty", "The container holds no record.") : null);
    }
}

/// <summary>Makes an alert of a record and adds it; or answers why there is none.</summary>
delegate PacketFault? RecordConverter<TPacket>(in TPacket packet, in RecordPlace place, List<ISurveyAlert> alerts);

/// <summary>Where a record lies.</summary>
/// <param name="Data">The block, decompressed.</param>
/// <param name="Offset">First byte of the record in it.</param>
/// <param name="Schema">The writer's schema of the record.</param>
readonly record struct RecordPlace(ReadOnlyMemory<byte> Data, int Offset, AvroSchema Schema);
