using System.Reflection;
using System.Reflection.Emit;

namespace Boom.Core.Avro;

/// <summary>
/// Compiles <see cref="AvroRecordReader{T}"/> for a writer's schema. Numbers of any type become those asked for, where the value fits
/// (<see cref="AvroNumbers"/>), any branch of a union that fits is taken, null gives the default.
/// </summary>
static class AvroRecordCompiler
{
    /// <summary>
    /// A reader of records of <paramref name="writer"/>. Throws <see cref="AvroFormatException"/> when a required field is missing or a
    /// field's type does not fit what it becomes; the message names the field.
    /// </summary>
    public static AvroRecordReader<T> Compile<T>(AvroSchema writer) => (AvroRecordReader<T>)Compile(writer, typeof(T), "");

    internal static Delegate Compile(AvroSchema writer, Type target, string path)
    {
        if (writer.Type != AvroType.Record)
            throw new AvroFormatException(AvroFault.TypeMismatch, $"the writer's type is {writer.Type}, not a record", path: path);
        var method = new DynamicMethod(
            $"Read{target.Name}", typeof(void), [typeof(object[]), typeof(AvroReader).MakeByRefType(), target.MakeByRefType()],
            typeof(AvroRecordCompiler).Module, skipVisibility: true);
        var emitter = new AvroFieldEmitter(method.GetILGenerator());
        var bindings = Bind(writer, target, path);
        for (var i = 0; i < writer.Fields.Count; i++)
        {
            var field = writer.Fields[i];
            if (bindings[i] is not { } binding)
            {
                emitter.Skip(field.Schema);
                continue;
            }

            emitter.LoadTarget(target, binding.Part);
            emitter.Read(field.Schema, binding.Type, Join(path, field.Name), binding.Bind);
            emitter.Store(binding.Member);
        }

        emitter.Return();
        return method.CreateDelegate(typeof(AvroRecordReader<>).MakeGenericType(target), emitter.Constants);
    }

    /// <summary>What takes its value from a record, whatever the schema.</summary>
    static IEnumerable<Binding> Bindings(Type target, FieldInfo? part = null)
    {
        var required = part?.GetCustomAttribute<AvroPartAttribute>()!.Required ?? [];
        foreach (var member in target.GetMembers(BindingFlags.Public | BindingFlags.Instance))
        {
            if (member is FieldInfo inner && inner.IsDefined(typeof(AvroPartAttribute)))
            {
                foreach (var binding in Bindings(inner.FieldType, inner))
                    yield return binding;
            }
            else if (member is FieldInfo or PropertyInfo { CanWrite: true })
            {
                var bind = member.GetCustomAttribute<AvroBindAttribute>() ?? new();
                bind.Required |= required.Contains(member.Name);
                if (!bind.Ignore)
                    yield return new Binding(part, member, bind);
            }
        }
    }

    static Binding?[] Bind(AvroSchema writer, Type target, string path)
    {
        var bound = new Binding?[writer.Fields.Count];
        foreach (var binding in Bindings(target))
        {
            var index = binding.Bind.Names.Append(binding.Member.Name).Select(name => IndexOf(writer, name)).FirstOrDefault(found => found >= 0, -1);
            if (index >= 0)
                bound[index] = binding;
            else if (binding.Bind.Required)
                throw new AvroFormatException(AvroFault.MissingField, "the packet's schema lacks a required field", path: Join(path, binding.WireName));
        }

        return bound;
    }

    // The first of two fields of one name is the one that counts.
    static int IndexOf(AvroSchema writer, string name)
    {
        var loose = -1;
        for (var i = 0; i < writer.Fields.Count; i++)
        {
            var field = writer.Fields[i].Name;
            if (string.Equals(field, name, StringComparison.Ordinal))
                return i;
            if (loose < 0 && string.Equals(field, name, StringComparison.OrdinalIgnoreCase))
                loose = i;
        }

        return loose;
    }

    static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <param name="Part">The part of the target that has the member; null for the target itself.</param>
    /// <param name="Member">A property or field.</param>
    /// <param name="Bind">How it takes its value.</param>
    sealed record Binding(FieldInfo? Part, MemberInfo Member, AvroBindAttribute Bind)
    {
        public Type Type => Member is FieldInfo taken ? taken.FieldType : ((PropertyInfo)Member).PropertyType;

        public string WireName => Bind.Names.Length > 0 ? Bind.Names[0] : char.ToLowerInvariant(Member.Name[0]) + Member.Name[1..];
    }
}

/// <summary>
/// Reads one record of a certain writer's schema into <typeparamref name="T"/>: compiled once per schema, it binds fields by name, passes
/// over those that nobody asks for and leaves the default where the writer has none.
/// </summary>
/// <typeparam name="T">A struct, or a class with a public constructor without parameters.</typeparam>
/// <param name="reader">At the start of the record; left at its end.</param>
/// <param name="target">Receives the values; a class must be given an instance.</param>
delegate void AvroRecordReader<T>(ref AvroReader reader, ref T target);
