using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Core;

/// <summary>Sorts 16 rows lane by lane without going through memory between comparisons.</summary>
/// <remarks>The odd-even merge sort of Batcher for 16, layer by layer.</remarks>
internal static class SixteenRows
{
    /// <summary>The number of rows.</summary>
    public const int Count = 16;

    /// <summary>Sorts the rows from <paramref name="first"/> on, <see cref="SelectionNetwork.RowBytes"/> each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sort<T>(ref T first) where T : unmanaged
    {
        Vector512<T> r0 = Row(ref first, 0), r1 = Row(ref first, 1), r2 = Row(ref first, 2), r3 = Row(ref first, 3);
        Vector512<T> r4 = Row(ref first, 4), r5 = Row(ref first, 5), r6 = Row(ref first, 6), r7 = Row(ref first, 7);
        Vector512<T> r8 = Row(ref first, 8), r9 = Row(ref first, 9), r10 = Row(ref first, 10), r11 = Row(ref first, 11);
        Vector512<T> r12 = Row(ref first, 12), r13 = Row(ref first, 13), r14 = Row(ref first, 14), r15 = Row(ref first, 15);
        Order(ref r0, ref r1); Order(ref r2, ref r3); Order(ref r4, ref r5); Order(ref r6, ref r7); Order(ref r8, ref r9);
        Order(ref r10, ref r11); Order(ref r12, ref r13); Order(ref r14, ref r15);
        Order(ref r0, ref r2); Order(ref r1, ref r3); Order(ref r4, ref r6); Order(ref r5, ref r7); Order(ref r8, ref r10);
        Order(ref r9, ref r11); Order(ref r12, ref r14); Order(ref r13, ref r15);
        Order(ref r1, ref r2); Order(ref r5, ref r6); Order(ref r9, ref r10); Order(ref r13, ref r14);
        Order(ref r0, ref r4); Order(ref r1, ref r5); Order(ref r2, ref r6); Order(ref r3, ref r7); Order(ref r8, ref r12);
        Order(ref r9, ref r13); Order(ref r10, ref r14); Order(ref r11, ref r15);
        Order(ref r2, ref r4); Order(ref r3, ref r5); Order(ref r10, ref r12); Order(ref r11, ref r13);
        Order(ref r1, ref r2); Order(ref r3, ref r4); Order(ref r5, ref r6); Order(ref r9, ref r10); Order(ref r11, ref r12);
        Order(ref r13, ref r14);
        Order(ref r0, ref r8); Order(ref r1, ref r9); Order(ref r2, ref r10); Order(ref r3, ref r11); Order(ref r4, ref r12);
        Order(ref r5, ref r13); Order(ref r6, ref r14); Order(ref r7, ref r15);
        Order(ref r4, ref r8); Order(ref r5, ref r9); Order(ref r6, ref r10); Order(ref r7, ref r11);
        Order(ref r2, ref r4); Order(ref r3, ref r5); Order(ref r6, ref r8); Order(ref r7, ref r9); Order(ref r10, ref r12);
        Order(ref r11, ref r13);
        Order(ref r1, ref r2); Order(ref r3, ref r4); Order(ref r5, ref r6); Order(ref r7, ref r8); Order(ref r9, ref r10);
        Order(ref r11, ref r12); Order(ref r13, ref r14);
        r0.StoreUnsafe(ref Place(ref first, 0)); r1.StoreUnsafe(ref Place(ref first, 1));
        r2.StoreUnsafe(ref Place(ref first, 2)); r3.StoreUnsafe(ref Place(ref first, 3));
        r4.StoreUnsafe(ref Place(ref first, 4)); r5.StoreUnsafe(ref Place(ref first, 5));
        r6.StoreUnsafe(ref Place(ref first, 6)); r7.StoreUnsafe(ref Place(ref first, 7));
        r8.StoreUnsafe(ref Place(ref first, 8)); r9.StoreUnsafe(ref Place(ref first, 9));
        r10.StoreUnsafe(ref Place(ref first, 10)); r11.StoreUnsafe(ref Place(ref first, 11));
        r12.StoreUnsafe(ref Place(ref first, 12)); r13.StoreUnsafe(ref Place(ref first, 13));
        r14.StoreUnsafe(ref Place(ref first, 14)); r15.StoreUnsafe(ref Place(ref first, 15));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Order<T>(ref Vector512<T> low, ref Vector512<T> high) where T : unmanaged
    {
        Vector512<T> smaller = Vector512.MinNative(low, high);
        high = Vector512.MaxNative(low, high);
        low = smaller;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Row<T>(ref T first, int row) where T : unmanaged => Vector512.LoadUnsafe(ref Place(ref first, row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T Place<T>(ref T first, int row) where T : unmanaged => ref Unsafe.Add(ref first, row * Vector512<T>.Count);
}
