using System.Reflection;
using System.Reflection.Emit;

namespace Boom.Core.Avro;

/// <summary>
/// Emits the code of one compiled reader: argument 0 holds constants, 1 the <see cref="AvroReader"/>, 2 the target, both by reference.
/// </summary>
sealed class AvroFieldEmitter(ILGenerator il)
{
    readonly List<object> _constants = [];

    internal object[] Constants => [.. _constants];

    internal void LoadTarget(Type target, FieldInfo? part)
    {
        il.Emit(OpCodes.Ldarg_2);
        if (!target.IsValueType)
            il.Emit(OpCodes.Ldind_Ref);
        if (part is not null)
            il.Emit(OpCodes.Ldflda, part);
    }

    internal void Store(MemberInfo member)
    {
        if (member is FieldInfo field)
            il.Emit(OpCodes.Stfld, field);
        else
            il.Emit(member.DeclaringType!.IsValueType ? OpCodes.Call : OpCodes.Callvirt, ((PropertyInfo)member).SetMethod!);
    }

    internal void Return() => il.Emit(OpCodes.Ret);

    /// <summary>Reads a value of <paramref name="schema"/> and leaves it on the stack as <paramref name="type"/>.</summary>
    /// <param name="schema">The writer's type.</param>
    /// <param name="type">Type of what it becomes.</param>
    /// <param name="path">Field, for messages.</param>
    /// <param name="bind">How it binds; of what is required null is a fault.</param>
    internal void Read(AvroSchema schema, Type type, string path, AvroBindAttribute bind)
    {
        if (!bind.Required && schema.NullIndexOfPair() is var nullIndex and >= 0
            && DirectNullable(schema.Branches[1 - nullIndex].Type, type) is { } direct)
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, nullIndex);
            il.Emit(OpCodes.Call, Method(direct));
            return;
        }

        if (schema.Type == AvroType.Union)
            ReadUnion(schema, type, path, bind);
        else if (schema.Type == AvroType.Null)
            Null(type, bind.Required);
        else
            ReadValue(schema, type, path, bind);
    }

    /// <summary>Passes over a value.</summary>
    internal void Skip(AvroSchema schema)
    {
        var nullIndex = schema.NullIndexOfPair();
        var value = nullIndex < 0 ? schema : schema.Branches[1 - nullIndex];
        var (method, size) = value.Type switch
        {
            AvroType.Float => ("Skip", 4),
            AvroType.Double => ("Skip", 8),
            AvroType.Int or AvroType.Long => ("SkipLong", 0),
            AvroType.Bytes or AvroType.String => ("SkipSlice", 0),
            _ => ("", 0),
        };
        if (method.Length == 0)
        {
            LoadConstant(schema);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Call, typeof(AvroSchema).GetMethod(nameof(AvroSchema.Skip))!);
            return;
        }

        il.Emit(OpCodes.Ldarg_1);
        if (nullIndex >= 0)
            il.Emit(OpCodes.Ldc_I4, nullIndex);
        if (size > 0)
            il.Emit(OpCodes.Ldc_I4, size);
        il.Emit(OpCodes.Call, Method(nullIndex < 0 ? method : method.Replace("Skip", "SkipNullable", StringComparison.Ordinal)));
    }

    void ReadUnion(AvroSchema schema, Type type, string path, AvroBindAttribute bind)
    {
        var labels = schema.Branches.Select(_ => il.DefineLabel()).ToArray();
        var end = il.DefineLabel();
        var result = il.DeclareLocal(type);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldc_I4, schema.Branches.Count);
        il.Emit(OpCodes.Call, Method(nameof(AvroReader.ReadBranch)));
        il.Emit(OpCodes.Switch, labels);
        for (var i = 0; i < labels.Length; i++)
        {
            il.MarkLabel(labels[i]);
            Read(schema.Branches[i], type, path, bind);
            il.Emit(OpCodes.Stloc, result);
            il.Emit(OpCodes.Br, end);
        }

        il.MarkLabel(end);
        il.Emit(OpCodes.Ldloc, result);
    }

    void ReadValue(AvroSchema schema, Type type, string path, AvroBindAttribute bind)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        if (schema.Type == AvroType.Array && value.IsArray)
        {
            var element = value.GetElementType()!;
            CallHelper(nameof(AvroReadHelpers.ReadArray), element, CompileItem(schema.Items!, element, path), schema.Items!.MinimumBytes, bind.SpareItems);
        }
        else if (schema.Type == AvroType.Record)
            CallHelper(
                value.IsValueType ? nameof(AvroReadHelpers.ReadStruct) : nameof(AvroReadHelpers.ReadClass),
                value, AvroRecordCompiler.Compile(schema, value, path));
        else
            ReadPrimitive(schema, value, path);
        if (value != type)
            il.Emit(OpCodes.Newobj, type.GetConstructor([value])!);
    }

    void ReadPrimitive(AvroSchema schema, Type value, string path)
    {
        il.Emit(OpCodes.Ldarg_1);
        if (Narrowing(schema.Type, value) is { } narrowing)
        {
            il.Emit(OpCodes.Call, typeof(AvroNumbers).GetMethod(narrowing, BindingFlags.Static | BindingFlags.NonPublic)!);
            return;
        }

        var (method, converted) = Primitive(schema.Type, value)
            ?? throw new AvroFormatException(AvroFault.TypeMismatch, $"the packet has a {schema.Type.ToString().ToLowerInvariant()} where Boom expects {Expected(value)}", path: path);
        il.Emit(OpCodes.Call, Method(method));
        if (converted is { } opCode)
            il.Emit(opCode);
    }

    Delegate CompileItem(AvroSchema item, Type element, string path)
    {
        if (item.Type == AvroType.Record)
            return AvroRecordCompiler.Compile(item, element, path);
        // Spark writes arrays of nullable records.
        var index = item.NullIndexOfPair();
        if (index < 0 || item.Branches[1 - index].Type != AvroType.Record)
            throw new AvroFormatException(AvroFault.TypeMismatch, $"the packet has an array of {item.Type.ToString().ToLowerInvariant()} where Boom expects records", path: path);
        return (Delegate)typeof(AvroReadHelpers).GetMethod(nameof(AvroReadHelpers.Optional), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(element).Invoke(null, [AvroRecordCompiler.Compile(item.Branches[1 - index], element, path), index])!;
    }

    void CallHelper(string name, Type argument, Delegate reader, params ReadOnlySpan<int> numbers)
    {
        il.Emit(OpCodes.Ldarg_1);
        LoadConstant(reader);
        foreach (var number in numbers)
            il.Emit(OpCodes.Ldc_I4, number);
        il.Emit(OpCodes.Call, typeof(AvroReadHelpers).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(argument));
    }

    void LoadConstant(object value)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, _constants.Count);
        il.Emit(OpCodes.Ldelem_Ref);
        il.Emit(OpCodes.Castclass, value.GetType());
        _constants.Add(value);
    }

    void Null(Type type, bool required)
    {
        if (required)
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Call, typeof(AvroReadHelpers).GetMethod(nameof(AvroReadHelpers.ThrowNull), BindingFlags.Static | BindingFlags.NonPublic)!);
        }

        var local = il.DeclareLocal(type);
        if (type.IsValueType)
        {
            il.Emit(OpCodes.Ldloca, local);
            il.Emit(OpCodes.Initobj, type);
        }
        else
        {
            il.Emit(OpCodes.Ldnull);
            il.Emit(OpCodes.Stloc, local);
        }

        il.Emit(OpCodes.Ldloc, local);
    }

    static string? DirectNullable(AvroType value, Type type) => value switch
    {
        AvroType.Float when type == typeof(float?) => nameof(AvroReader.ReadNullableFloat),
        AvroType.Double when type == typeof(double?) => nameof(AvroReader.ReadNullableDouble),
        AvroType.Int when type == typeof(int?) => nameof(AvroReader.ReadNullableInt),
        AvroType.Long when type == typeof(long?) => nameof(AvroReader.ReadNullableLong),
        AvroType.String when type == typeof(string) => nameof(AvroReader.ReadNullableString),
        _ => null,
    };

    static (string Method, OpCode? Convert)? Primitive(AvroType writer, Type value) => (writer, value) switch
    {
        (AvroType.Boolean, _) when value == typeof(bool) => (nameof(AvroReader.ReadBoolean), null),
        (AvroType.Int, _) when value == typeof(int) => (nameof(AvroReader.ReadInt), null),
        (AvroType.Int, _) when value == typeof(long) => (nameof(AvroReader.ReadInt), OpCodes.Conv_I8),
        (AvroType.Int, _) when value == typeof(float) => (nameof(AvroReader.ReadInt), OpCodes.Conv_R4),
        (AvroType.Int, _) when value == typeof(double) => (nameof(AvroReader.ReadInt), OpCodes.Conv_R8),
        (AvroType.Long, _) when value == typeof(long) => (nameof(AvroReader.ReadLong), null),
        (AvroType.Long, _) when value == typeof(float) => (nameof(AvroReader.ReadLong), OpCodes.Conv_R4),
        (AvroType.Long, _) when value == typeof(double) => (nameof(AvroReader.ReadLong), OpCodes.Conv_R8),
        (AvroType.Float, _) when value == typeof(float) => (nameof(AvroReader.ReadFloat), null),
        (AvroType.Float, _) when value == typeof(double) => (nameof(AvroReader.ReadFloat), OpCodes.Conv_R8),
        (AvroType.Double, _) when value == typeof(double) => (nameof(AvroReader.ReadDouble), null),
        (AvroType.String or AvroType.Bytes, _) when value == typeof(string) => (nameof(AvroReader.ReadString), null),
        (AvroType.String or AvroType.Bytes, _) when value == typeof(AvroSlice) => (nameof(AvroReader.ReadSlice), null),
        (AvroType.String, _) when value == typeof(AvroFlag) => (nameof(AvroReader.ReadFlag), null),
        (AvroType.Boolean, _) when value == typeof(AvroFlag) => (nameof(AvroReader.ReadFlagBoolean), null),
        (AvroType.Int or AvroType.Long, _) when value == typeof(AvroFlag) => (nameof(AvroReader.ReadFlagNumber), null),
        _ => null,
    };

    // Types of which not every value fits.
    static string? Narrowing(AvroType writer, Type value) => (writer, value) switch
    {
        (AvroType.Double, _) when value == typeof(float) => nameof(AvroNumbers.DoubleToFloat),
        (AvroType.Double, _) when value == typeof(long) => nameof(AvroNumbers.DoubleToLong),
        (AvroType.Double, _) when value == typeof(int) => nameof(AvroNumbers.DoubleToInt),
        (AvroType.Double, _) when value == typeof(AvroFlag) => nameof(AvroNumbers.DoubleToFlag),
        (AvroType.Float, _) when value == typeof(long) => nameof(AvroNumbers.FloatToLong),
        (AvroType.Float, _) when value == typeof(int) => nameof(AvroNumbers.FloatToInt),
        (AvroType.Float, _) when value == typeof(AvroFlag) => nameof(AvroNumbers.FloatToFlag),
        (AvroType.Long, _) when value == typeof(int) => nameof(AvroNumbers.LongToInt),
        _ => null,
    };

    static string Expected(Type type) => type == typeof(AvroSlice) ? "bytes" : type == typeof(AvroFlag) ? "a flag" : type.Name.ToLowerInvariant();

    static MethodInfo Method(string name) => typeof(AvroReader).GetMethod(name)!;
}
