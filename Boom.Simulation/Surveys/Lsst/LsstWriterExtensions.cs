using Boom.Core.Avro;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>Values of the unions of LSST packets.</summary>
static class LsstWriterExtensions
{
    extension(ref AvroWriter writer)
    {
        public void SomeBool(bool value)
        {
            writer.WriteUnionIndex(1);
            writer.WriteInt(value ? -1 : 0);
        }

        public void SomeInt(int value)
        {
            writer.WriteUnionIndex(1);
            writer.WriteInt(value);
        }

        /// <summary>So many flags that are not set.</summary>
        public void False(int count)
        {
            for (var i = 0; i < count; i++)
                writer.SomeBool(false);
        }

        /// <summary>So many floats that were not measured: most packets have not-a-number there, some null.</summary>
        public void MissingFloat(bool asNull, int count = 1)
        {
            for (var i = 0; i < count; i++)
            {
                if (asNull)
                    writer.None();
                else
                    writer.SomeFloat(double.NaN);
            }
        }

        /// <summary>A double that was not measured.</summary>
        public void MissingDouble(bool asNull)
        {
            if (asNull)
                writer.None();
            else
                writer.SomeDouble(double.NaN);
        }

        /// <summary>A float; not measured when it is not a number.</summary>
        public void FloatOrMissing(double value, bool asNull)
        {
            if (double.IsNaN(value))
                writer.MissingFloat(asNull);
            else
                writer.SomeFloat(value);
        }
    }
}
