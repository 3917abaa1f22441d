print("beast")
