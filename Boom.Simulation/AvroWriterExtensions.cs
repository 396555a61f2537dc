using Boom.Core.Avro;

namespace Boom.Simulation;

/// <summary>Values of the unions <c>["null", T]</c> of ZTF packets.</summary>
static class AvroWriterExtensions
{
    extension(ref AvroWriter writer)
    {
        public void None() => writer.WriteUnionIndex(0);

        public void SomeFloat(double value)
        {
            writer.WriteUnionIndex(1);
            writer.WriteFloat((float)value);
        }

        public void SomeDouble(double value)
        {
            writer.WriteUnionIndex(1);
            writer.WriteDouble(value);
        }

        public void SomeLong(long value)
        {
            writer.WriteUnionIndex(1);
            writer.WriteLong(value);
        }

        public void SomeText(scoped ReadOnlySpan<byte> utf8)
        {
            writer.WriteUnionIndex(1);
            writer.WriteString(utf8);
        }

        /// <summary>The branch index when the value stands in a union; nothing when it is required.</summary>
        public void Branch(bool isUnion)
        {
            if (isUnion)
                writer.WriteUnionIndex(1);
        }
    }
}
