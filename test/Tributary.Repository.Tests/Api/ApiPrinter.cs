using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization;

namespace Tributary.Repository.Tests;

/// <summary>Prints what a library shows to others, in the manner of C#: types by name, and within each its members by name.</summary>
internal static class ApiPrinter
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Print(Assembly library)
    {
        var text = new StringBuilder();
        foreach (Type type in library.GetExportedTypes().OrderBy(TypeNames.Full, StringComparer.Ordinal))
        {
            text.Append(Header(type));
            string[] members = [.. Members(type)];
            if (members.Length == 0) text.Append(";\n");
            else text.Append("\n{\n").AppendJoin("", members.Select(member => $"    {member}\n")).Append("}\n");
        }
        return text.ToString();
    }

    private static string Header(Type type)
    {
        if (IsDelegate(type)) return $"public delegate {MemberText.Signature(type.GetMethod("Invoke")!, TypeNames.Full(type))}";
        string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : Modifiers(type) + (IsRecord(type) ? "record" : type.IsValueType ? "" : "class");
        if (type is { IsValueType: true, IsEnum: false }) kind += IsRecord(type) ? " struct" : "struct";
        string[] bases = [.. Bases(type)];
        return $"public {kind} {TypeNames.Full(type)}{(bases.Length > 0 ? " : " + string.Join(", ", bases) : "")}";
    }

    private static string Modifiers(Type type) =>
        type.IsValueType ? (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "")
        : type is { IsAbstract: true, IsSealed: true } ? "static "
        : type.IsAbstract ? "abstract "
        : type.IsSealed ? "sealed "
        : "";

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum) yield break;
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType)) yield return TypeNames.Of(parent);
        Type[] inherited = type.BaseType?.GetInterfaces() ?? [];
        Type[] all = type.GetInterfaces();
        Type[] direct = [.. all.Except(inherited).Where(i => !all.Any(other => other != i && other.GetInterfaces().Contains(i)))];
        // Every record is equatable; that it is a record says so.
        foreach (string name in direct.Where(i => !(IsRecord(type) && i.Name == "IEquatable`1")).Select(TypeNames.Of).Order(StringComparer.Ordinal))
            yield return name;
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum) return Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(value => $"{Enum.GetName(type, value)} = {value},");
        // A delegate is all in its header; what the JSON generator makes follows from the types that it is made for.
        if (IsDelegate(type) || typeof(JsonSerializerContext).IsAssignableFrom(type)) return [];
        var members = new List<(string Name, string Text)>();
        foreach (ConstructorInfo made in type.GetConstructors(Declared).Where(made => IsSeen(made) && !IsCopy(made, type)))
            members.Add(("", MemberText.Constructor(made, type))); // first of all
        foreach (FieldInfo field in type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily))
            members.Add((field.Name, MemberText.Field(field)));
        foreach (PropertyInfo property in type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsSeen)))
            if (property.Name != "EqualityContract") members.Add((property.Name, MemberText.Property(property)));
        foreach (MethodInfo method in type.GetMethods(Declared).Where(method => IsSeen(method) && !IsGenerated(method) && !IsAccessor(method)))
            members.Add((method.Name, MemberText.Method(method)));
        return members.OrderBy(member => member.Name, StringComparer.Ordinal).ThenBy(member => member.Text, StringComparer.Ordinal).Select(member => member.Text);
    }

    private static bool IsDelegate(Type type) => typeof(MulticastDelegate).IsAssignableFrom(type);

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$", Declared) is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", Declared)?.IsDefined(typeof(CompilerGeneratedAttribute)) == true);

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsGenerated(MethodBase method) =>
        method.IsDefined(typeof(CompilerGeneratedAttribute)) || method.Name.StartsWith('<');

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && method.Name[..4] is "get_" or "set_";

    private static bool IsCopy(ConstructorInfo made, Type type) =>
        IsRecord(type) && made.GetParameters() is [{ } only] && only.ParameterType == type;
}
