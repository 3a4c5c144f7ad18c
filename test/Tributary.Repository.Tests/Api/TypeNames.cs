using System.Reflection;

namespace Tributary.Repository.Tests;

/// <summary>Names of types as C# writes them, with question marks where null may stand.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> _keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    /// <summary>A type that is being declared, with its generic parameters and the types it stands in.</summary>
    public static string Full(Type type) => (type.DeclaringType is { } outer ? Full(outer) + "." : "") + Bare(type)
        + (type.IsGenericType ? $"<{string.Join(", ", type.GetGenericArguments().Select(argument => argument.Name))}>" : "");

    /// <summary>A type that is mentioned.</summary>
    public static string Of(Type type)
    {
        if (type.IsByRef) return Of(type.GetElementType()!);
        if (type.IsArray) return Of(type.GetElementType()!) + Brackets(type);
        if (Nullable.GetUnderlyingType(type) is { } value) return Of(value) + "?";
        if (_keywords.TryGetValue(type, out string? keyword)) return keyword;
        return type.IsGenericType ? Generic(type, type.GetGenericArguments().Select(Of)) : Bare(type);
    }

    /// <summary>The same, with what is known of null.</summary>
    public static string Of(NullabilityInfo info)
    {
        Type type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        if (Nullable.GetUnderlyingType(type) is not null) return Of(type);
        string name = info.ElementType is { } element ? Of(element) + Brackets(type)
            : info.GenericTypeArguments.Length > 0 ? Generic(type, info.GenericTypeArguments.Select(Of))
            : Of(type);
        return info.ReadState == NullabilityState.Nullable && !type.IsValueType && !type.IsGenericParameter ? name + "?" : name;
    }

    private static string Generic(Type type, IEnumerable<string> arguments) => type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true
        ? $"({string.Join(", ", arguments)})"
        : $"{Bare(type)}<{string.Join(", ", arguments)}>";

    private static string Bare(Type type) => type.Name.Split('`')[0];

    private static string Brackets(Type array) => $"[{new string(',', array.GetArrayRank() - 1)}]";
}
